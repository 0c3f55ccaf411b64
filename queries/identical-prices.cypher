// title: 哪些投标报价完全相同 | Which bids for one contest have identical prices
// theme: red-flags
// answers: In which lots or projects two or more bidders asked for exactly the same price.
// why: Independent bidders hardly ever arrive at one price; the same price hints that they talked, or that it
//   leaked.
// excludes: Bids that were withdrawn, calls that were cancelled, and prices that a source only rounds. A bid that
//   was ruled out counts. Prices in different currencies are different, and so are those with and without tax.
// references: OCP Cardinal R028, identical bid prices: different tenderers of one process with the same price, unless
//   the buyer set the price. Ours looks within a lot, leaves rounded prices out, and does not know of prices that
//   the buyer set. An indicator is a question, not an accusation.
// needs: Bid.amount
// innocent: 价格由采购人或政府定价，或各家都按最高限价报价 |
//   the buyer or the state set the price, or all offered the ceiling
// settles: 招标文件的限价与计价规则、各家分项报价 |
//   the ceiling and pricing rules of the tender file, and itemised prices
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// column project: text | 项目 | Project
// column lot: text | 标包 | Lot
// column buyer: text | 采购人 | Buyer
// column price: money | 报价 | Price
// column currency: text | 币种 | Currency
// column bidders: integer | 投标人数 | Bidders
// column names: list | 投标人 | Bidder names
// order: bidders desc, price desc, project, lot

MATCH (v:Agent)<-[:HAS_BIDDER]-(bid:Bid)-[:CONCERNS]->(p:Project)
WHERE bid.amount IS NOT NULL AND coalesce(bid.status, '') <> 'withdrawn'
  AND coalesce(bid.amountPrecision, '') <> 'rounded'
  AND NOT EXISTS { MATCH (p)<-[:CONCERNS]-(tender:CallForTenders) WHERE tender.status = 'cancelled' }
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH p, lot, bid.amount AS price, coalesce(bid.currency, 'CNY') AS currency, coalesce(bid.valueAddedTaxIncluded, true) AS taxed,
     count(DISTINCT v) AS bidders, collect(DISTINCT v.name) AS names
WHERE bidders > 1
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH p, lot, price, currency, bidders, names, b
WHERE $buyer IS NULL OR b.id IN $buyer
RETURN p.name AS project, lot.name AS lot, b.name AS buyer, price AS price, currency AS currency, bidders AS bidders, names AS names
