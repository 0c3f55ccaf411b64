// title: 哪些合同多次变更或增额 | Which contracts were amended often, or grew
// theme: red-flags
// answers: Which contracts were amended three times or more, or are worth at least a tenth more than when signed.
// why: Winning low and growing later is the oldest way round a competition.
// excludes: Contracts without amendments. Growth is empty where an amount is not known, or where
//   currency or tax is another's.
// references: An amendment's amount is what the contract is worth from then on; growth compares the last known
//   one with the contract's. OCP Cardinal has no code for it. An indicator is a question, not an accusation.
// needs: Contract.amount, Amendment.amends, Amendment.amount
// innocent: 需求依法追加，或原合同按量结算、分期签订 |
//   what was needed grew within the law, or the contract was paid by quantity or signed in stages
// settles: 变更协议与其理由、原合同的计价方式 |
//   the amendments with their reasons, and how the contract prices work
// param minimum: integer = 3 | 变更次数至少 | Amendments, at least
// param growth: number = 10 | 或增额至少% | Or growth in per cent, at least
// column contract: text | 合同 | Contract
// column buyer: text | 采购人 | Buyer
// column suppliers: list | 供应商 | Suppliers
// column amendments: integer | 变更次数 | Amendments
// column signed: money | 签订金额 | As signed
// column latest: money | 最新金额 | Latest
// column currency: text | 币种 | Currency
// column grown: number | 增幅% | Growth %
// order: grown desc, amendments desc, contract

MATCH (c:Contract)<-[:AMENDS]-(m:Amendment)
WITH c, count(m) AS amendments, max(CASE WHEN m.amount IS NOT NULL THEN m.date END) AS day
OPTIONAL MATCH (c)<-[:AMENDS]-(m:Amendment)
WHERE m.date = day AND m.amount IS NOT NULL AND coalesce(m.currency, 'CNY') = coalesce(c.currency, 'CNY')
  AND coalesce(m.valueAddedTaxIncluded, true) = coalesce(c.valueAddedTaxIncluded, true)
WITH c, amendments, max(m.amount) AS latest
WITH c, amendments, latest, CASE WHEN c.amount > 0 THEN 100.0 * (latest - c.amount) / c.amount END AS grown
WHERE amendments >= $minimum OR grown >= $growth
OPTIONAL MATCH (c)-[:SIGNED_BY_BUYER]->(b:Organization)
OPTIONAL MATCH (c)-[:SIGNED_BY_SUPPLIER]->(s:Agent)
WITH c, amendments, latest, grown, min(b.name) AS buyer, collect(DISTINCT s.name) AS suppliers
RETURN coalesce(c.name, c.id) AS contract, buyer AS buyer, suppliers AS suppliers, amendments AS amendments, c.amount AS signed,
       latest AS latest, CASE WHEN c.amount IS NOT NULL THEN coalesce(c.currency, 'CNY') END AS currency, grown AS grown
