// title: 哪些最低报价被否决 | Where was the lowest bid ruled out
// theme: red-flags
// answers: Which contests were awarded although a bid below every valid one was ruled out, by whom it was made, and how
//   much more the award cost.
// why: Ruling out the cheapest bid is a way to give the contract to another.
// excludes: Withdrawn bids, bids without an amount, and the winner's own. Prices in different currencies are not compared,
//   so that a contest without a valid bid in the same currency has no row.
// references: OCP Cardinal R036, lowest bid disqualified, for awards by price alone. Ours looks at each lot and each
//   currency, asks for a valid bid that is dearer, leaves out a bidder who won in the end, and cannot tell whether price
//   alone decided. An indicator is a question, not an accusation.
// needs: Bid.status, Bid.amount, Award.awardedTo
// innocent: 报价低于成本、漏项，或缺少法定资质而依法否决 |
//   the bid was below cost, left something out, or its maker lacked a licence that the law asks for
// settles: 否决理由、评标报告与报价说明 |
//   the reasons for ruling it out, the evaluation report and the bidder's account of its price
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// column project: text | 项目 | Project
// column lot: text | 标包 | Lot
// column buyer: text | 采购人 | Buyer
// column bidder: text | 被否决者 | Ruled out
// column price: money | 最低报价 | Lowest bid
// column currency: text | 币种 | Currency
// column lowestValid: money | 有效最低报价 | Lowest valid bid
// column winner: text | 中标人 | Winner
// column amount: money | 中标金额 | Award amount
// column more: number | 高出% | More %
// order: more desc, project, lot, bidder, winner, buyer

MATCH (p:Project)<-[:CONCERNS]-(bid:Bid)
WHERE bid.amount IS NOT NULL AND coalesce(bid.status, '') <> 'withdrawn'
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH p, lot, coalesce(bid.currency, 'CNY') AS currency, min(CASE bid.status WHEN 'disqualified' THEN bid.amount END) AS price,
     min(CASE coalesce(bid.status, '') WHEN 'disqualified' THEN null ELSE bid.amount END) AS lowestValid
WHERE price < lowestValid

// Who made that bid, and who won.
MATCH (p)<-[:CONCERNS]-(low:Bid {status: 'disqualified'})-[:HAS_BIDDER]->(v:Agent)
WHERE low.amount = price AND coalesce(low.currency, 'CNY') = currency
OPTIONAL MATCH (low)-[:FOR_LOT]->(tendered:Lot)
WITH p, lot, currency, price, lowestValid, v, tendered
WHERE coalesce(tendered.id, '') = coalesce(lot.id, '')
MATCH (p)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
OPTIONAL MATCH (a)-[:FOR_LOT]->(awarded:Lot)
WITH p, lot, currency, price, lowestValid, v, a, w, awarded
WHERE coalesce(awarded.id, '') = coalesce(lot.id, '') AND w.id <> v.id
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH p, lot, currency, price, lowestValid, v, w, b, CASE coalesce(a.currency, 'CNY') WHEN currency THEN a.amount END AS amount
WHERE $buyer IS NULL OR b.id IN $buyer
RETURN DISTINCT p.name AS project, lot.name AS lot, b.name AS buyer, v.name AS bidder, price AS price, currency AS currency,
       lowestValid AS lowestValid, w.name AS winner, amount AS amount, 100.0 * (amount - price) / price AS more
