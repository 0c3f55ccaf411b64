// title: 哪些部门同时采购股东与其公司 | Which agencies buy from a company and from its owner
// theme: ownership
// answers: Which buyers have two suppliers of which one has an interest in the other.
// why: Two suppliers that look like alternatives may be one interest; where both bid, the contest was less
//   than it seemed.
// excludes: An interest is a shareholding or a control that a source states, at any time and through
//   other companies, over six stated links at the most. Interests that a source only expects, or that another
//   denies, do not count.
// references: Members of a consortium that won are suppliers. An indicator is a question, not an accusation.
// needs: Agent.holdsSharesIn, Award.awardedTo, Project.hasBuyer
// innocent: 同一集团的公司各有专长，或分属不同项目而未在同一标竞争 |
//   companies of one group have trades of their own, or never met in one contest
// settles: 两家是否投过同一标、投标时的股权 |
//   whether both bid in one contest, and the holdings at the time
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// column buyer: text | 采购人 | Buyer
// column owner: text | 持有方 | Owner
// column owned: text | 被持有方 | Owned company
// column direct: boolean | 直接持有 | Direct
// column ownerAwards: integer | 持有方中标 | Owner's awards
// column ownedAwards: integer | 被持有方中标 | Owned company's awards
// order: buyer, owner, owned

// The suppliers of each buyer, alone or in a consortium, with their awards; then each supplier's sales.
MATCH (b:Organization)<-[:HAS_BUYER]-(:Project)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(winner:Agent)
WHERE $buyer IS NULL OR b.id IN $buyer
OPTIONAL MATCH (winner:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(member:Organization)
WITH b, coalesce(member, winner) AS s, count(DISTINCT a) AS awards
WITH s, collect({buyer: b, awards: awards}) AS sales

// Who has an interest in each supplier is looked up once, and who of them holds it directly.
OPTIONAL MATCH (s)<-[:HAS_INTEREST_IN]-(owner:Organization)
WITH s, sales, collect(owner) AS owners
OPTIONAL MATCH (s)<-[:HOLDS_SHARES_IN]-(holder:Organization)
WITH s, sales, owners, collect(holder.id) AS holders

// At each buyer a supplier stands as itself and as the owned of its owners; where both meet, both sell there.
UNWIND sales AS sale
UNWIND [s] + owners AS firm
WITH sale.buyer AS b, firm, max(CASE WHEN firm.id = s.id THEN sale.awards END) AS ownerAwards,
     collect(CASE WHEN firm.id <> s.id THEN {firm: s, awards: sale.awards, direct: firm.id IN holders} END) AS held
WHERE ownerAwards IS NOT NULL
UNWIND held AS one
WITH b, firm, ownerAwards, one.firm AS owned, one.awards AS ownedAwards, one.direct AS direct
RETURN b.name AS buyer, firm.name AS owner, owned.name AS owned, direct AS direct,
       ownerAwards AS ownerAwards, ownedAwards AS ownedAwards
