// title: 谁的中标价紧贴预算或对手报价 | Which winning prices lie close to the budget or the runner-up
// theme: red-flags
// answers: Which awards are within a few per cent of the budget, or just under the next dearer bid.
// why: A price at the budget shows no competition; one just under the runner-up may mean that the winner knew it,
//   or that the runner-up bid for show.
// excludes: Awards without an amount, bids that were withdrawn or ruled out, bids of consortia, prices in another
//   currency than the award's, or with tax where it is without. Where a lot has several awards, or one that is
//   pending, no bid is the next to any. A budget is that of the call, plan or publicity for the same lot, or for
//   the project where neither names a lot; the lowest where there are several.
// references: OCP Cardinal R024, price close to winning bid: (second-lowest − winning) / winning at or below a
//   lower fence, the first quartile less 1.5 interquartile ranges, in processes with one award that the lowest bid
//   won. Ours takes the cheapest bid that is not below the award, whoever was lowest, lot by lot, and a threshold
//   that you choose; a price close to the budget is ours alone. An indicator is a question, not an accusation.
// needs: Bid.amount
// innocent: 预算与定额公开，成本相近，各家按同一限价报价 |
//   budget and norms are public, costs are alike, and all price just below one ceiling
// settles: 分项报价、评标报告与最高限价 |
//   itemised prices, the evaluation report and the ceiling price
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// param near: number = 3 | 相差至多% | Per cent apart, at most
// column project: text | 项目 | Project
// column lot: text | 标包 | Lot
// column buyer: text | 采购人 | Buyer
// column winner: text | 中标人 | Winner
// column amount: money | 中标金额 | Award amount
// column currency: text | 币种 | Currency
// column budget: money | 预算 | Budget
// column ofBudget: number | 占预算% | % of budget
// column nextPrice: money | 次高报价 | Next bid
// column margin: number | 与次高差% | % below next
// column nextBidders: list | 次高投标人 | Next bidder
// order: margin, ofBudget desc, project, lot, winner

MATCH (w:Agent)<-[:AWARDED_TO]-(a:Award)-[:CONCERNS]->(p:Project)
WHERE a.amount > 0 AND coalesce(a.amountKind, 'award') = 'award'
OPTIONAL MATCH (a)-[:FOR_LOT]->(lot:Lot)

// The budget of the same lot.
CALL (a, p, lot) {
    MATCH (p)<-[:CONCERNS]-(s:ProcurementStep)
    WHERE s.amountKind IN ['budget', 'ceiling'] AND coalesce(s.currency, 'CNY') = coalesce(a.currency, 'CNY')
      AND coalesce(s.valueAddedTaxIncluded, true) = coalesce(a.valueAddedTaxIncluded, true)
    OPTIONAL MATCH (s)-[:FOR_LOT]->(l:Lot)
    WITH lot, s, l
    WHERE coalesce(l.id, '') = coalesce(lot.id, '')
    RETURN min(s.amount) AS budget
}
// The next dearer bid for the same lot.
CALL (w, a, p, lot) {
    MATCH (p)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->(v:Agent)
    WHERE v.id <> w.id AND NOT v:Consortium AND bid.amount >= a.amount AND coalesce(bid.currency, 'CNY') = coalesce(a.currency, 'CNY')
      AND coalesce(bid.valueAddedTaxIncluded, true) = coalesce(a.valueAddedTaxIncluded, true)
      AND NOT coalesce(bid.status, '') IN ['withdrawn', 'disqualified']
    OPTIONAL MATCH (bid)-[:FOR_LOT]->(l:Lot)
    WITH lot, bid, v, l
    WHERE coalesce(l.id, '') = coalesce(lot.id, '')
    RETURN min(bid.amount) AS next, collect({name: v.name, price: bid.amount}) AS dearer
}
// Other awards for the same lot: which of them the next bid lost to cannot be told.
CALL (a, p, lot) {
    MATCH (p)<-[:CONCERNS]-(other:Award)
    WHERE other.id <> a.id AND NOT coalesce(other.status, '') IN ['cancelled', 'unsuccessful']
    OPTIONAL MATCH (other)-[:FOR_LOT]->(l:Lot)
    WITH lot, other, l
    WHERE coalesce(l.id, '') = coalesce(lot.id, '')
    RETURN count(other) AS others
}
WITH w, a, p, lot, budget, CASE WHEN others = 0 THEN next END AS next, dearer
WITH w, a, p, lot, budget, next, dearer, 100.0 * a.amount / budget AS ofBudget, 100.0 * (next - a.amount) / a.amount AS margin
WHERE ofBudget >= 100 - $near OR margin <= $near
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH w, a, p, lot, budget, next, dearer, ofBudget, margin, b
WHERE $buyer IS NULL OR b.id IN $buyer
RETURN p.name AS project, lot.name AS lot, b.name AS buyer, w.name AS winner, a.amount AS amount, coalesce(a.currency, 'CNY') AS currency, budget AS budget,
       ofBudget AS ofBudget, next AS nextPrice, margin AS margin, [x IN dearer WHERE x.price = next | x.name] AS nextBidders
