// title: 哪些供应商连接互不相干的采购人 | Which vendors bridge otherwise separate buyers
// theme: market
// answers: Which vendors lie on most of the shortest ways between buyers that otherwise share no supplier, and
//   without which of them the network of buyers and winners would fall apart.
// why: A bridge carries its ways of working, and its prices, from one buyer to another.
// excludes: Bids that did not win. Members of a winning consortium count as winners. Amounts play no part.
// references: Betweenness of the vendor in the network of buyers and winners (Freeman 1977), not scaled; a cut
//   vendor is one whose removal separates buyers. Computed the same way for every engine.
// needs: Award.awardedTo, Project.hasBuyer
// param minimum: integer = 2 | 采购人至少 | Buyers, at least
// analysis: bridges
// column vendor: text | 供应商 | Vendor
// column buyers: integer | 采购人数 | Buyers
// column betweenness: number | 中介度 | Betweenness
// column cut: boolean | 断开网络 | Cut vendor
// column buyerNames: list | 采购人 | Buyer names
// order: betweenness desc, buyers desc, vendor

// Who wins from whom; of a consortium its members. The measure is taken of this network.
MATCH (b:Organization)<-[:HAS_BUYER]-(:Project)<-[:CONCERNS]-(:Award)-[:AWARDED_TO]->(winner:Agent)
OPTIONAL MATCH (winner:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(member:Organization)
WITH DISTINCT b, coalesce(member, winner) AS v
WHERE NOT v:Consortium
RETURN b.id AS buyerId, b.name AS buyer, v.id AS vendorId, v.name AS vendor
