// title: 单一来源占采购额的份额 | How much of an agency's spend is single-source
// theme: single-source
// answers: What share of each buyer's awarded money, and of its awards, is single-source, year by year.
// why: One single-source award can have a good reason; a growing share of them says something of the buyer.
// excludes: Years without a single-source award, which --minimum 0 shows too. Nothing is summed across
//   currencies, nor amounts without tax with others. Awards whose amount is not known count as awards only, a
//   ceiling or an estimate being none; withoutAmount says how many. A project with two buyers counts for both.
// references: An award is single-source when it says so or concludes a single-source publicity. Where a
//   source names no method the award counts as not single-source; methodUnknown says how many.
// needs: Award.method, Project.hasBuyer
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// param minimum: integer = 1 | 单一来源至少 | Single-source awards, at least
// column buyer: text | 采购人 | Buyer
// column year: integer | 年份 | Year
// column currency: text | 币种 | Currency
// column awards: integer | 中标数 | Awards
// column singleSource: integer | 其中单一来源 | Single-source
// column methodUnknown: integer | 方式不明 | Method unknown
// column withoutAmount: integer | 金额不明 | Amount unknown
// column amount: money | 金额 | Amount
// column singleSourceAmount: money | 单一来源金额 | Single-source amount
// column share: number | 金额份额% | Share of amount %
// column withoutTax: boolean | 不含税 | Without tax
// order: buyer, year, currency

MATCH (a:Award)-[:CONCERNS]->(:Project)-[:HAS_BUYER]->(b:Organization)
WHERE $buyer IS NULL OR b.id IN $buyer
WITH DISTINCT b, a, coalesce(a.currency, 'CNY') AS currency, coalesce(a.valueAddedTaxIncluded, true) AS taxed,
     CASE WHEN coalesce(a.amountKind, 'award') = 'award' THEN a.amount END AS value,
     coalesce(a.method = 'single-source', false) OR EXISTS { MATCH (a)-[:RESULT_OF]->(:SingleSourcePublicity) } AS single,
     a.method IS NULL AND NOT EXISTS { MATCH (a)-[:RESULT_OF]->() } AS unknown
WITH b, a.date.year AS year, currency, taxed, count(a) AS awards,
     count(CASE WHEN single THEN 1 END) AS singleSource, count(CASE WHEN unknown THEN 1 END) AS methodUnknown,
     count(CASE WHEN value IS NULL THEN 1 END) AS withoutAmount,
     sum(value) AS amount, sum(CASE WHEN single THEN value END) AS singleSourceAmount
WHERE singleSource >= $minimum
RETURN b.name AS buyer, year AS year, currency AS currency, awards AS awards, singleSource AS singleSource,
       methodUnknown AS methodUnknown, withoutAmount AS withoutAmount, amount AS amount,
       singleSourceAmount AS singleSourceAmount, CASE WHEN amount > 0 THEN 100.0 * singleSourceAmount / amount END AS share,
       CASE WHEN NOT taxed THEN true END AS withoutTax
