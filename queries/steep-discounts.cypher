// title: 哪些中标价远低于次低报价 | Which winning bids lie far below the next
// theme: red-flags
// answers: Which contests were won by the lowest bid, while the next valid one was so much dearer that few have the like.
// why: A price far below all others may buy poor goods, or be made up for by changes of the contract.
// excludes: Bids that were withdrawn or ruled out, bids without an amount, prices in different currencies, contests with
//   several awards or winners, and contests that the lowest bid did not win.
// references: OCP Cardinal R058, heavily discounted bid: (second-lowest − winning) / winning at or above the upper
//   fence, the third quartile plus 1.5 interquartile ranges; quartiles as in Cardinal. Ours looks at each lot, compares in
//   every currency and not in one alone, counts consortia as bidders, keeps contests beside whose award another is
//   pending, leaves out what is no more than the third quartile, and tells no limit of fewer than four contests unless you
//   give one. An indicator is a question, not an accusation.
// needs: Bid.amount, Award.awardedTo
// innocent: 中标人规模或技术领先、为进入市场让利，或次低者报价过高 |
//   the winner has scale or a better technique, pays for entering the market, or the next one asked too much
// settles: 报价明细、成本说明、履约与变更记录 |
//   itemised prices, how costs were explained, and how the contract was fulfilled and changed
// param fence: number = null | 差距上限%，不给则由数据算出 | Limit in per cent; from the data where none is given
// analysis: discounts
// column project: text | 项目 | Project
// column lot: text | 标包 | Lot
// column buyer: text | 采购人 | Buyer
// column winner: text | 中标人 | Winner
// column price: money | 中标报价 | Winning bid
// column nextPrice: money | 次低报价 | Next bid
// column currency: text | 币种 | Currency
// column gap: number | 差距% | Gap %
// column limit: number | 上限% | Limit %
// order: gap desc, project, lot, winner, buyer

// Contests with one award to one winner: a lot, or a project whose awards name no lot.
MATCH (p:Project)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
OPTIONAL MATCH (a)-[:FOR_LOT]->(lot:Lot)
WITH p, lot, count(DISTINCT a) AS awards, count(DISTINCT w) AS winners, min(w.id) AS one, min(w.name) AS winner
WHERE awards = 1 AND winners = 1

// The winner's lowest valid bid, and the lowest of the others.
MATCH (p)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->(v:Agent)
WHERE bid.amount IS NOT NULL AND NOT coalesce(bid.status, '') IN ['withdrawn', 'disqualified']
OPTIONAL MATCH (bid)-[:FOR_LOT]->(tendered:Lot)
WITH p, lot, one, winner, bid, v, tendered
WHERE coalesce(tendered.id, '') = coalesce(lot.id, '')
WITH p, lot, winner, coalesce(bid.currency, 'CNY') AS currency, min(CASE v.id WHEN one THEN bid.amount END) AS price,
     min(CASE v.id WHEN one THEN null ELSE bid.amount END) AS nextPrice
WHERE price > 0 AND nextPrice >= price
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH p, lot, winner, currency, price, nextPrice, min(b.name) AS buyer
RETURN p.name AS project, lot.name AS lot, buyer AS buyer, winner AS winner, price AS price, nextPrice AS nextPrice, currency AS currency
