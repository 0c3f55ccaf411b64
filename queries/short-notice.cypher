// title: 哪些招标给投标人的时间短 | Which calls left bidders little time
// theme: red-flags
// answers: Which open or invited tenders had fewer days between notice and deadline than the law wants.
// why: Who knows of the tender beforehand needs little time to bid; strangers need much.
// excludes: Calls of which date or deadline is not known to the day, or whose deadline lies before their date, which is
//   a mistake in the source. Negotiation, consultation, inquiry and single source, for which shorter times are lawful.
// references: OCP Cardinal R003, short submission period: under 15 days from the start to the end of the tender period,
//   open procedures. Ours counts invited tenders too, sets 20 days, which Chinese law asks for from the sale of the
//   tender file on, counts whole days without the hours, and takes a notice's date where a source gives no period.
//   An indicator is a question, not an accusation.
// needs: CallForTenders.deadline, CallForTenders.method
// innocent: 重新招标、紧急采购，或依法可以缩短期限的采购 |
//   a tender called anew, an emergency, or a purchase for which the law allows less
// settles: 招标公告与更正公告的全部日期、采购文件发出日期 |
//   all dates of the notice and its corrections, and when the tender file was issued
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// param days: integer = 20 | 天数少于 | Days, fewer than
// column project: text | 项目 | Project
// column lot: text | 标包 | Lot
// column buyer: text | 采购人 | Buyer
// column method: text of method | 采购方式 | Method
// column date: date | 公告日期 | Notice
// column deadline: date | 截止日期 | Deadline
// column days: integer | 天数 | Days
// order: days, project, lot, buyer

MATCH (p:Project)<-[:CONCERNS]-(notice:CallForTenders)
WHERE notice.method IN ['open-tender', 'invited-tender'] AND notice.datePrecision = 'day' AND notice.deadlinePrecision = 'day'
  AND notice.deadline >= notice.date
WITH p, notice, duration.inDays(notice.date, notice.deadline).days AS days
WHERE days < $days
OPTIONAL MATCH (notice)-[:FOR_LOT]->(lot:Lot)
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH p, notice, days, lot, b
WHERE $buyer IS NULL OR b.id IN $buyer
RETURN DISTINCT p.name AS project, lot.name AS lot, b.name AS buyer, notice.method AS method, notice.date AS date,
       notice.deadline AS deadline, days AS days
