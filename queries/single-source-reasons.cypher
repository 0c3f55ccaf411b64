// title: 单一来源的理由是什么 | What reasons are given for buying from one source
// theme: single-source
// answers: Which reasons each single-source publicity gives, for which supplier, and what became of it.
// why: The law asks for a reason; the same reason given everywhere, or one that only the supplier's own
//   earlier work brings about, tells how a buyer came to depend on it.
// excludes: Single-source awards without a known publicity have no row, since no reason is known.
// references: One row per reason and supplier.
// needs: SingleSourcePublicity.hasJustification, SingleSourcePublicity.namesSupplier
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// param supplier: entity list = null | 只看这些供应商 | Only these suppliers
// column project: text | 项目 | Project
// column buyer: text | 采购人 | Buyer
// column supplier: text | 拟定供应商 | Named supplier
// column date: date | 公示日期 | Date of publicity
// column reason: text | 理由 | Reason
// column awarded: boolean | 已成交 | Awarded
// order: date, project, supplier, reason

MATCH (s:SingleSourcePublicity)-[:CONCERNS]->(p:Project)
MATCH (s)-[:HAS_JUSTIFICATION]->(j:Justification)
MATCH (s)-[:NAMES_SUPPLIER]->(v:Organization)
WHERE $supplier IS NULL OR v.id IN $supplier
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH s, p, j, v, b
WHERE $buyer IS NULL OR b.id IN $buyer
RETURN p.name AS project, b.name AS buyer, v.name AS supplier, s.date AS date, j.name AS reason,
       EXISTS { MATCH (s)<-[:RESULT_OF]-(:Award) } AS awarded
