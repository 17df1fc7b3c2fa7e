import Cells
import Session
import Wire

/// One value of an answer: for people, and for programs.
struct AnswerCell: Equatable {
    /// As people read it.
    let shown: String
    /// As programs read it.
    let raw: String
    /// It is a number, which no spreadsheet takes for a formula.
    let isNumber: Bool

    static func text(_ text: String) -> AnswerCell {
        AnswerCell(shown: text, raw: text, isNumber: false)
    }

    static func number(_ number: (some BinaryInteger)?) -> AnswerCell {
        let text = number.map { String($0) } ?? ""
        return AnswerCell(shown: text, raw: text, isNumber: true)
    }

    /// A length of time in one of its forms; programs get milliseconds.
    static func span(_ millis: Int64?, _ form: (HumanDuration) -> String) -> AnswerCell {
        guard let millis else { return AnswerCell(shown: "-", raw: "", isNumber: true) }
        return AnswerCell(shown: form(HumanDuration(millis: millis)), raw: String(millis), isNumber: true)
    }

    /// A moment: people get the second.
    static func time(_ millis: Int64?) -> AnswerCell {
        guard let millis else { return AnswerCell(shown: "-", raw: "", isNumber: false) }
        let text = Moment.text(ofMillis: millis)
        return AnswerCell(shown: text.prefix(19) + "Z", raw: text, isNumber: false)
    }

    static func truth(_ isTrue: Bool) -> AnswerCell {
        AnswerCell(shown: isTrue ? "yes" : "no", raw: isTrue ? "true" : "false", isNumber: false)
    }
}

/// An answer as rows.
struct AnswerTable: Equatable {
    struct Column: Equatable {
        /// Over the column, for people.
        let title: String
        /// The same for programs: the name of the member in JSON.
        let key: String
        /// Numbers stand at its right edge.
        let isNumber: Bool
    }

    var columns: [Column]
    var rows: [[AnswerCell]]
    /// What people are told below.
    var notes: [String] = []

    /// Rows of records.
    init<Row>(_ rows: [Row], _ columns: [AnswerColumn<Row>]) {
        self.columns = columns.map { Column(title: $0.title, key: $0.key, isNumber: $0.isNumber) }
        self.rows = rows.map { row in columns.map { $0.cell(row) } }
    }

    /// One thing, member by member.
    init(members: [(name: String, value: AnswerCell)]) {
        columns = [
            Column(title: "WHAT", key: "name", isNumber: false),
            Column(title: "VALUE", key: "value", isNumber: false),
        ]
        rows = members.map { [.text($0.name), $0.value] }
    }
}

/// A column of records of one kind.
struct AnswerColumn<Row> {
    let title: String
    let key: String
    let isNumber: Bool
    let cell: (Row) -> AnswerCell

    init(_ title: String, _ key: String, isNumber: Bool = false, _ cell: @escaping (Row) -> AnswerCell) {
        self.title = title
        self.key = key
        self.isNumber = isNumber
        self.cell = cell
    }
}

// MARK: - As text

extension AnswerTable {
    /// Columns under their names, with two blanks between them; no line is wider than the terminal.
    func table(columnsMax: Int?) -> String {
        let heads = columns.map { CellText($0.title) }
        let cells = rows.map { $0.map { CellText($0.shown) } }
        let widths = columns.indices.map { index in
            ([heads[index]] + cells.map { $0[index] }).map(\.width).max() ?? 0
        }
        var text = ""
        for line in [heads] + cells {
            var whole = CellText("")
            for (index, cell) in line.enumerated() {
                if index > 0 { whole = whole + CellText.spaces(2) }
                whole = whole + cell.padded(to: widths[index], columns[index].isNumber ? .right : .left)
            }
            let kept = columnsMax.map { whole.width > $0 ? whole.clipped(to: $0, mark: "~") : whole } ?? whole
            text += Self.withoutEnd(kept.string) + "\n"
        }
        for note in notes { text += CellText(note).string + "\n" }
        return text
    }

    /// Columns without names, between tabs: no value holds one.
    var plain: String {
        rows.map { row in row.map { CellText($0.raw).string }.joined(separator: "\t") + "\n" }.joined()
    }

    /// Lines of RFC 4180.
    func csv(hasHead: Bool = true) -> String {
        let head = columns.map { Self.field($0.key) }
        let lines = rows.map { row in
            row.map { $0.isNumber ? $0.raw : Self.field(Self.withoutFormula($0.raw)) }
        }
        return ((hasHead ? [head] : []) + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// Spreadsheets run what begins like this.
    private static func withoutFormula(_ text: String) -> String {
        let line = SafeLine(text)?.text ?? ""
        let isFormula = line.unicodeScalars.first.map { "=+-@".unicodeScalars.contains($0) } ?? false
        return isFormula ? "'" + line : line
    }

    private static func field(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    private static func withoutEnd(_ line: String) -> String {
        var line = line
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}
