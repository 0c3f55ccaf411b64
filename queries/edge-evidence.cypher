// title: 一条关系由谁说、在何处、多确定 | Who states an edge, where, when, and how firmly
// theme: evidence
// answers: For every relationship of a node, or between two: which source states it, where in it, when, how
//   firmly, in what words, and whether sources disagree.
// why: A graph is only as good as what it rests on; this is the question to ask before quoting any other answer.
// excludes: What only a rule infers (govgraph why unfolds its premises). Without a node, only relationships on
//   which sources disagree, or that somebody denies, are shown.
// references: A fact's row has the modality of that source's statement; a claim is no fact. The relation is
//   named after its property in the ontology.
// needs: Source
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

// Whose relationships: those of a node, or those on which sources disagree, which only edges with values of their own
// can. Claims, and facts with a source at one end, are nodes that name their ends.
CALL () {
    MATCH (:Thing {id: $one})-[r]-(:Thing)
    WHERE r.rule IS NULL
    RETURN r.id AS about, startNode(r).id AS startId, coalesce(startNode(r).name, startNode(r).id) AS subject, type(r) AS type,
           endNode(r).id AS endId, coalesce(endNode(r).name, endNode(r).id) AS object, false AS claim, r.disputed AS disputed, properties(r) AS fact
  UNION
    MATCH (s:Thing)-[r:HOLDS_SHARES_IN|HAS_OTHER_INTEREST_IN|MEMBER_OF_GROUP|MEMBER_OF_CONSORTIUM|STRATEGIC_PARTNER_OF|TAKES_PART_IN|TAKES_OVER_SYSTEMS_OF|AFFILIATED_WITH|CONTRIBUTED_TO]->(o:Thing)
    WHERE $one IS NULL AND r.disputed
    RETURN r.id AS about, s.id AS startId, coalesce(s.name, s.id) AS subject, type(r) AS type,
           o.id AS endId, coalesce(o.name, o.id) AS object, false AS claim, true AS disputed, properties(r) AS fact
  UNION
    MATCH (f:SourceRelation)
    WHERE CASE WHEN $one IS NULL THEN f.disputed ELSE f.subjectId = $one OR f.objectId = $one END
    RETURN f.id AS about, f.subjectId AS startId, coalesce(f.subjectName, f.subjectId) AS subject, f.predicate AS type,
           f.objectId AS endId, coalesce(f.objectName, f.objectId) AS object, false AS claim, f.disputed AS disputed, properties(f) AS fact
  UNION
    MATCH (c:Claim)
    WHERE c.objectId IS NOT NULL
    WITH c, EXISTS { MATCH (d:Claim {about: c.about, modality: 'denied'}) } AS disputed
    WHERE CASE WHEN $one IS NULL THEN disputed ELSE c.subjectId = $one OR c.objectId = $one END
    RETURN c.about AS about, c.subjectId AS startId, coalesce(c.subjectName, c.subjectId) AS subject, c.predicate AS type,
           c.objectId AS endId, coalesce(c.objectName, c.objectId) AS object, true AS claim, disputed, null AS fact
}
WITH about, subject, type, object, claim, disputed, fact, startId, endId
WHERE $other IS NULL OR startId = $other OR endId = $other
// HOLDS_SHARES_IN is the property holdsSharesIn.
WITH about, subject, object, claim, disputed, fact, type, split(type, '_') AS parts
WITH about, subject, object, claim, disputed, fact, CASE WHEN type <> toUpper(type) THEN type
     ELSE reduce(name = toLower(parts[0]), part IN parts[1..] | name + substring(part, 0, 1) + toLower(substring(part, 1))) END AS relation

// What each source says of it: evidence where there is some, and for the rest all its sources, each at its place.
OPTIONAL MATCH (v:Evidence {about: about})
WITH subject, relation, object, claim, disputed, fact, collect(CASE WHEN v.id IS NOT NULL THEN {
         property: CASE WHEN v.predicate IN ['ends', relation] THEN '' ELSE v.predicate END,
         value: v.value, modality: v.modality, source: v.source, locator: v.locator, quoted: v.quoted} END) AS own
WITH subject, relation, object, claim, disputed, fact, own, [line IN own | line.property] AS told, [
         ['', ''],
         ['since', substring(toString(fact.since), 0, CASE fact.sincePrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)],
         ['until', substring(toString(fact.until), 0, CASE fact.untilPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)],
         ['asOf', substring(toString(fact.asOf), 0, CASE fact.asOfPrecision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)],
         ['stake', CASE WHEN fact.stake = toInteger(fact.stake) THEN toString(toInteger(fact.stake)) ELSE toString(fact.stake) END],
         ['stakeMin', CASE WHEN fact.stakeMin = toInteger(fact.stakeMin) THEN toString(toInteger(fact.stakeMin)) ELSE toString(fact.stakeMin) END],
         ['stakeMax', CASE WHEN fact.stakeMax = toInteger(fact.stakeMax) THEN toString(toInteger(fact.stakeMax)) ELSE toString(fact.stakeMax) END],
         ['stakeMinExclusive', toString(fact.stakeMinExclusive)], ['stakeMaxExclusive', toString(fact.stakeMaxExclusive)],
         ['investment', fact.investmentText], ['interest', fact.interest], ['role', fact.role], ['post', fact.post], ['domain', fact.domain],
         ['agencyCount', toString(toInteger(fact.agencyCount))], ['systemCountOver', toString(toInteger(fact.systemCountOver))]] AS values
WITH subject, relation, object, claim, disputed, own + reduce(lines = [], pair IN
         [pair IN values WHERE fact IS NOT NULL AND pair[1] IS NOT NULL AND NOT pair[0] IN told] | lines + [i IN range(0, size(fact.sources) - 1) | {
             property: pair[0], value: CASE WHEN pair[1] <> '' THEN pair[1] END, modality: coalesce(fact.modality, 'asserted'), source: fact.sources[i],
             locator: CASE WHEN fact.locators[i] <> '' THEN fact.locators[i] END, quoted: null}]) AS lines
UNWIND lines AS line
WITH subject, relation, object, claim, disputed, line, line.source AS said
MATCH (source:Source {id: said})
RETURN DISTINCT subject AS subject, relation AS relation, object AS object, claim AS claim, disputed AS disputed, line.property AS property,
       line.value AS value, line.modality AS modality, source.name AS source, source.date AS date, line.locator AS locator, line.quoted AS quoted
