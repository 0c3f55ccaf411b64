// title: 各地市场有多集中 | How concentrated each region's market is
// theme: market
// answers: The Herfindahl-Hirschman index (HHI) of the winners' shares of each region's awarded money, with the
//   biggest winner.
// why: Above 2500 a market is usually called highly concentrated, below 1500 not; one winner alone gives 10000.
// excludes: Awards without a known amount or region. Nothing is summed across currencies. An amount
//   without tax is never summed with others; a ceiling or an estimate is no award's amount. A consortium is one
//   winner. A region is the one that a source names for the project, without those below it.
// references: HHI is the sum of squared percentage shares. An indicator is a question, not an accusation.
// needs: Award.awardedTo, Project.inRegion
// innocent: 地区小、项目少，一两次大单就占去多数 |
//   the region is small and one or two large awards are most of it
// settles: 更多年份的中标与各次投标人数 |
//   awards of more years, and how many bid in each
// param region: entity list = null | 只看这些地区 | Only these regions
// param minimum: integer = 3 | 中标数至少 | Awards, at least
// column region: text | 地区 | Region
// column currency: text | 币种 | Currency
// column awards: integer | 中标数 | Awards
// column winners: integer | 中标人数 | Winners
// column amount: money | 金额 | Amount
// column hhi: number | HHI | HHI
// column top: text | 最大中标人 | Biggest winner
// column topShare: number | 其份额% | Its share %
// column withoutTax: boolean | 不含税 | Without tax
// order: hhi desc, amount desc, region, currency

MATCH (r:Region)<-[:IN_REGION]-(:Project)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
WHERE a.amount > 0 AND coalesce(a.amountKind, 'award') = 'award' AND ($region IS NULL OR r.id IN $region)
WITH DISTINCT r, a, w, coalesce(a.currency, 'CNY') AS currency, coalesce(a.valueAddedTaxIncluded, true) AS taxed
WITH r, currency, taxed, w, count(a) AS awards, sum(a.amount) AS amount
WITH r, currency, taxed, sum(awards) AS awards, sum(amount) AS total, max(amount) AS most,
     collect({name: w.name, amount: amount}) AS winners
WHERE awards >= $minimum
UNWIND winners AS winner
WITH r, currency, taxed, awards, total, most, size(winners) AS count, sum(10000.0 * winner.amount / total * winner.amount / total) AS hhi,
     min(CASE WHEN winner.amount = most THEN winner.name END) AS top
RETURN r.name AS region, currency AS currency, awards AS awards, count AS winners, total AS amount, hhi AS hhi,
       top AS top, 100.0 * most / total AS topShare, CASE WHEN NOT taxed THEN true END AS withoutTax
