// title: 哪些部门同时采购股东与其公司 | Which agencies buy from a company and from its owner
// theme: ownership
// answers: Which buyers have two suppliers of which one has an interest in the other.
// why: Two suppliers that look like alternatives may be one interest; where both bid, the contest was less
//   than it seemed.
// excludes: An interest is a shareholding or a control that a source states, at any time and through
//   other companies, over six stated links at the most. Interests that a source only expects, or that another
//   denies, do not count.
// references: Members of a consortium that won are suppliers. An indicator is a question, not an accusation.
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// column buyer: text | 采购人 | Buyer
// column owner: text | 持有方 | Owner
// column owned: text | 被持有方 | Owned company
// column direct: boolean | 直接持有 | Direct
// column ownerAwards: integer | 持有方中标 | Owner's awards
// column ownedAwards: integer | 被持有方中标 | Owned company's awards
// order: buyer, owner, owned

// The suppliers of each buyer, alone or in a consortium, with their awards.
MATCH (b:Organization)<-[:HAS_BUYER]-(:Project)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(winner:Organization)
WHERE $buyer IS NULL OR b.id IN $buyer
OPTIONAL MATCH (winner:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(member:Organization)
WITH b, coalesce(member, winner) AS s, count(DISTINCT a) AS awards
WITH b, collect(s.id) AS ids, collect({firm: s, awards: awards}) AS suppliers

// Who of them has an interest in whom: every such pair is found twice, once from each end.
UNWIND suppliers AS supplier
WITH b, ids, supplier.firm AS s, supplier.awards AS awards
MATCH (s)-[interest:HAS_INTEREST_IN]-(other:Organization)
WHERE other.id IN ids
WITH b, awards, s.id AS id, startNode(interest) AS owner, endNode(interest) AS owned
WITH b, owner, owned, max(CASE WHEN id = owner.id THEN awards END) AS ownerAwards, max(CASE WHEN id = owned.id THEN awards END) AS ownedAwards
RETURN b.name AS buyer, owner.name AS owner, owned.name AS owned, EXISTS { MATCH (owner)-[:HOLDS_SHARES_IN]->(owned) } AS direct,
       ownerAwards AS ownerAwards, ownedAwards AS ownedAwards
