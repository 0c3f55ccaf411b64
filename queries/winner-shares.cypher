// title: 每家中标者占采购人支出的份额 | What share of a buyer's spend each winner has
// theme: market
// answers: How much of each buyer's awarded money, and how many of its awards, each winner got.
// why: A buyer that spends most of its money with one winner depends on it, whatever the method.
// excludes: Awards without a known amount or buyer, and buyers with a single award, where the one winner has all.
//   Nothing is summed across currencies. An amount without tax is never summed with others; a ceiling or an
//   estimate is no award's amount. A consortium is one winner: its members' parts are seldom known.
// references: Shares are per buyer, currency and tax. OCP Cardinal has no such code; TheyBuyForYou and opentender
//   publish the like. An indicator is a question, not an accusation.
// needs: Award.awardedTo, Award.amount, Project.hasBuyer
// innocent: 小地方或专门领域只有几家能做，或一次大单占了全部 |
//   few firms can do the work in a small place or special field, or one large award is the whole
// settles: 各次采购的投标人数与方式 |
//   how many bid in each procurement, and by which method
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// param from: date = null | 中标日期不早于 | Awarded on or after
// param until: date = null | 中标日期不晚于 | Awarded on or before
// param minimum: integer = 2 | 采购人的中标数至少 | Awards of the buyer, at least
// column buyer: text | 采购人 | Buyer
// column winner: text | 中标人 | Winner
// column awards: integer | 中标数 | Awards
// column amount: money | 金额 | Amount
// column currency: text | 币种 | Currency
// column share: number | 份额% | Share %
// column withoutTax: boolean | 不含税 | Without tax
// order: buyer, currency, share desc, winner

MATCH (b:Organization)<-[:HAS_BUYER]-(:Project)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
WHERE a.amount IS NOT NULL AND coalesce(a.amountKind, 'award') = 'award' AND ($buyer IS NULL OR b.id IN $buyer)
  AND ($from IS NULL OR a.date >= date($from)) AND ($until IS NULL OR a.date <= date($until))
WITH DISTINCT b, a, w, coalesce(a.currency, 'CNY') AS currency, coalesce(a.valueAddedTaxIncluded, true) AS taxed
WITH b, w, currency, taxed, count(a) AS awards, sum(a.amount) AS amount
WITH b, currency, taxed, collect({winner: w.name, awards: awards, amount: amount}) AS winners, sum(amount) AS total, sum(awards) AS known
WHERE known >= $minimum
UNWIND winners AS row
RETURN b.name AS buyer, row.winner AS winner, row.awards AS awards, row.amount AS amount, currency AS currency,
       CASE WHEN total > 0 THEN 100.0 * row.amount / total END AS share, CASE WHEN NOT taxed THEN true END AS withoutTax
