// title: 哪些采购人向有股权关联的企业采购 | Which buyers buy from firms tied by ownership
// theme: ownership
// answers: Which buyers have a supplier in which they themselves, an owner of theirs, or another of their
//   suppliers has an interest.
// why: A buyer that buys from its own house chooses among more than prices; and two suppliers that look like
//   alternatives may be one interest.
// excludes: An interest is a shareholding or a control that a source states, at any time and through
//   other companies, over six stated links at the most. Interests that a source only expects, or that another
//   denies, do not count. Bids that did not win do not count.
// references: Members of a consortium that won are suppliers. Where the owner is the buyer or holds it, the
//   owner need not have won anything. An indicator is a question, not an accusation.
// needs: Agent.holdsSharesIn, Award.awardedTo, Project.hasBuyer
// innocent: 关联交易经公开招标并依规披露，或同一集团的公司各有专长、未在同一标竞争 |
//   the tender was open and the tie disclosed as the rules ask, or companies of one group have trades of their own
// settles: 采购方式与关联交易公告、投标时的股权、两家是否投过同一标 |
//   the method and the notice on the related party, holdings at the time, whether two suppliers met in one contest
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// column buyer: text | 采购人 | Buyer
// column owner: text | 持有方 | Owner
// column owned: text | 被持有方 | Owned company
// column direct: boolean | 直接持有 | Direct
// column holdsBuyer: boolean | 持有方即采购人或持有采购人 | Owner is the buyer or holds it
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

// An owner that sells nothing there counts where it is the buyer or has an interest in the buyer.
WITH b, firm, ownerAwards, held, firm.id = b.id OR EXISTS { MATCH (firm)-[:HAS_INTEREST_IN]->(b) } AS holdsBuyer
WHERE ownerAwards IS NOT NULL OR holdsBuyer
UNWIND held AS one
WITH b, firm, holdsBuyer, coalesce(ownerAwards, 0) AS ownerAwards, one.firm AS owned, one.awards AS ownedAwards, one.direct AS direct
RETURN b.name AS buyer, firm.name AS owner, owned.name AS owned, direct AS direct, holdsBuyer AS holdsBuyer,
       ownerAwards AS ownerAwards, ownedAwards AS ownedAwards
