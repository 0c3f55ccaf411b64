// title: 哪些部门同时采购股东与其公司 | Which agencies buy from a company and from its owner
// theme: ownership
// answers: Which buyers have two suppliers of which one has an interest in the other.
// why: Two suppliers that look like alternatives may be one interest; where both bid, the contest was less
//   than it seemed.
// excludes: An interest is a shareholding or a control that a source states, at any time and through any
//   number of companies. Interests that a source only expects, or that another denies, do not count.
// references: Members of a consortium that won are suppliers. An indicator is a question, not an accusation.
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// column buyer: text | 采购人 | Buyer
// column owner: text | 持有方 | Owner
// column owned: text | 被持有方 | Owned company
// column direct: boolean | 直接持有 | Direct
// column ownerAwards: integer | 持有方中标 | Owner's awards
// column ownedAwards: integer | 被持有方中标 | Owned company's awards
// order: buyer, owner, owned

MATCH (owner:Organization)-[:HAS_INTEREST_IN]->(owned:Organization)
MATCH (owner)-[:MEMBER_OF_CONSORTIUM*0..1]->(w1)<-[:AWARDED_TO]-(a1:Award)-[:CONCERNS]->(:Project)-[:HAS_BUYER]->(b:Organization)
WHERE $buyer IS NULL OR b.id IN $buyer
WITH owner, owned, b, count(DISTINCT a1) AS ownerAwards
MATCH (owned)-[:MEMBER_OF_CONSORTIUM*0..1]->(w2)<-[:AWARDED_TO]-(a2:Award)-[:CONCERNS]->(:Project)-[:HAS_BUYER]->(b)
WITH owner, owned, b, ownerAwards, count(DISTINCT a2) AS ownedAwards
RETURN b.name AS buyer, owner.name AS owner, owned.name AS owned, EXISTS { MATCH (owner)-[:HOLDS_SHARES_IN]->(owned) } AS direct,
       ownerAwards AS ownerAwards, ownedAwards AS ownedAwards
