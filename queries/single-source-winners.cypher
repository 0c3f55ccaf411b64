// title: 谁拿走一个部门最多的单一来源采购 | Who wins an agency's single-source awards
// theme: single-source
// answers: Which vendors win most single-source awards of each buyer, for how much, and which are so far
//   only named in a publicity.
// why: A vendor that a buyer asks again and again without competition deserves a look at the reasons given.
// excludes: Awards by any other method or by an unknown one. Amounts of an award count once, with the
//   winner or consortium that it names. A publicity is no award and has no amount; nor is a ceiling or
//   an estimate one of an award's. Amounts without tax are never summed with others.
// references: An award is single-source when it says so or concludes a single-source publicity. OCP's
//   list of red flags has multiple direct awards above or just below a threshold (R055), which its Cardinal does
//   not compute so far; ours has no threshold. An indicator is a question, not an accusation.
// needs: Award.method, SingleSourcePublicity.namesSupplier
// innocent: 只有一家制造商，或须与在用系统一致，或属框架协议下的订单 |
//   one maker only, a need to match the incumbent's system, or orders under a framework
// settles: 单一来源论证意见、原合同与专利 |
//   the experts' reasoning, the earlier contract and patents
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// column buyer: text | 采购人 | Buyer
// column vendor: text | 供应商 | Vendor
// column awards: integer | 单一来源中标 | Single-source awards
// column publicities: integer | 仅公示 | Publicised only
// column amount: money | 金额 | Amount
// column currency: text | 币种 | Currency
// column projects: list | 项目 | Projects
// column withoutTax: boolean | 不含税 | Without tax
// order: buyer, awards desc, amount desc, publicities desc, vendor, currency

CALL () {
    MATCH (p:Project)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(v:Agent)
    WHERE a.method = 'single-source' OR EXISTS { MATCH (a)-[:RESULT_OF]->(:SingleSourcePublicity) }
    RETURN p, v, a.id AS award, '' AS publicity, CASE WHEN coalesce(a.amountKind, 'award') = 'award' THEN a.amount END AS amount,
           coalesce(a.currency, 'CNY') AS currency, coalesce(a.valueAddedTaxIncluded, true) AS taxed
  UNION
    MATCH (p:Project)<-[:CONCERNS]-(s:SingleSourcePublicity)-[:NAMES_SUPPLIER]->(v:Organization)
    WHERE NOT EXISTS { MATCH (s)<-[:RESULT_OF]-(:Award) }
    RETURN p, v, '' AS award, s.id AS publicity, null AS amount, 'CNY' AS currency, true AS taxed
}
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH b, v, p, award, publicity, amount, currency, taxed
WHERE $buyer IS NULL OR b.id IN $buyer
WITH b, v, currency, taxed, count(DISTINCT CASE WHEN award <> '' THEN award END) AS awards,
     count(DISTINCT CASE WHEN publicity <> '' THEN publicity END) AS publicities,
     count(amount) AS known, sum(amount) AS total, collect(DISTINCT p.name) AS projects
RETURN b.name AS buyer, v.name AS vendor, awards AS awards, publicities AS publicities,
       CASE WHEN known > 0 THEN total END AS amount, currency AS currency, projects AS projects,
       CASE WHEN NOT taxed THEN true END AS withoutTax
