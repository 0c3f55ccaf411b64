// title: 一条关系由谁说、在何处、多确定 | Who states an edge, where, when, and how firmly
// theme: evidence
// answers: For every relationship of a node, or between two: which source states it, where in it, when, how
//   firmly, in what words, and whether sources disagree.
// why: A graph is only as good as what it rests on; this is the question to ask before quoting any other answer.
// excludes: What only a rule infers (govgraph why unfolds its premises). Without a node, only relationships on
//   which sources disagree, or that somebody denies, are shown.
// references: A fact's row has the modality of that source's statement; a claim is no fact. The relation is
//   named after its property in the ontology.
// param one: entity = null | 节点 | A node
// param other: entity = null | 另一节点 | Another node, to see what ties the two
// column subject: text | 主语 | Subject
// column relation: text | 关系 | Relation
// column object: text | 宾语 | Object
// column claim: boolean | 仅为主张 | Claim only
// column disputed: boolean | 来源不一致 | Sources disagree
// column property: text | 属性 | Property
// column value: text | 值 | Value
// column modality: text of modality | 情态 | Modality
// column source: text | 来源 | Source
// column date: date | 来源日期 | Date of source
// column locator: text | 位置 | Place
// column quoted: text | 引述自 | Quoted
// order: subject, relation, object, claim, property, value, source, locator

// Whose relationships: those of a node, or those on which sources disagree, which only edges with values of their own can.
CALL () {
    MATCH (:Thing {id: $one})-[r]-(:Thing)
    WHERE r.rule IS NULL
    RETURN r.id AS about, startNode(r) AS s, type(r) AS type, endNode(r) AS o, false AS claim, r.disputed AS disputed
  UNION
    MATCH (s:Thing)-[r:HOLDS_SHARES_IN|MEMBER_OF_GROUP|MEMBER_OF_CONSORTIUM|STRATEGIC_PARTNER_OF|TAKES_PART_IN|TAKES_OVER_SYSTEMS_OF|AFFILIATED_WITH|CONTRIBUTED_TO]->(o:Thing)
    WHERE $one IS NULL AND r.disputed
    RETURN r.id AS about, s, type(r) AS type, o, false AS claim, true AS disputed
  UNION
    MATCH (s:Thing)<-[:CLAIM_SUBJECT]-(c:Claim)-[:CLAIM_OBJECT]->(o:Thing)
    WITH s, c, o, EXISTS { MATCH (d:Claim {about: c.about, modality: 'denied'}) } AS disputed
    WHERE CASE WHEN $one IS NULL THEN disputed ELSE s.id = $one OR o.id = $one END
    RETURN c.about AS about, s, c.predicate AS type, o, true AS claim, disputed
}
WITH about, s, type, o, claim, disputed
WHERE $other IS NULL OR s.id = $other OR o.id = $other
MATCH (v:Evidence {about: about})
MATCH (source:Source {id: v.source})
// HOLDS_SHARES_IN is the property holdsSharesIn.
WITH s, o, claim, disputed, v, source, split(type, '_') AS parts, type
WITH s, o, claim, disputed, v, source, CASE WHEN claim THEN type
     ELSE reduce(name = toLower(parts[0]), part IN parts[1..] | name + substring(part, 0, 1) + toLower(substring(part, 1))) END AS relation
RETURN DISTINCT coalesce(s.name, s.id) AS subject, relation AS relation, coalesce(o.name, o.id) AS object, claim AS claim, disputed AS disputed,
       CASE WHEN v.predicate IN ['ends', relation] THEN '' ELSE v.predicate END AS property,
       v.value AS value, v.modality AS modality, source.name AS source, source.date AS date, v.locator AS locator, v.quoted AS quoted
