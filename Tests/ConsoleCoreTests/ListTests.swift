import Cells
import Testing
import Wire

@testable import ConsoleCore

/// Lists know their rows by identity.
struct ListTests {
    private static let table = ListTable<String>(
        name: .bans, header: "  NAME",
        columns: [
            ListColumn("name", x: 1, width: 6, text: { row, _ in CellText(row) }, order: { $0 < $1 })
        ],
        identity: { $0 }, matches: { WordFilter.matches([$0], $1) })
    private static let area = CellRectangle(x: 0, y: 0, width: 12, height: 4)

    private func drawn(_ model: ConsoleModel, _ rows: [String]) -> String {
        var grid = CellGrid(width: 12, height: 4)
        let state = model.lists[.bans] ?? ListState()
        Self.table.draw(Self.table.shown(rows, state), model, into: &grid, Self.area)
        return grid.text
    }

    private func press(_ words: String, _ rows: [String], _ model: inout ConsoleModel) {
        for word in words.split(separator: " ") {
            for key in ConsolePlayer.keys(String(word)) {
                _ = model.handleList(key, Self.table, rows, Self.area)
                model.settle(Self.table, rows, rowsShown: 3)
            }
        }
    }

    @Test func `Rows that move take the selection with them`() {
        var model = ConsoleModel()
        model.settle(Self.table, ["a", "b", "c"], rowsShown: 3)
        press("j", ["a", "b", "c"], &model)
        model.settle(Self.table, ["x", "y", "c", "b"], rowsShown: 3)
        #expect(model.selected(Self.table, ["x", "y", "c", "b"]) == "b")
        #expect(drawn(model, ["x", "y", "c", "b"]).contains(">b"))
    }

    @Test func `A click on a header sorts, and one more the other way round, however soon`() {
        var model = ConsoleModel()
        let rows = ["b", "c", "a"]
        for (kind, order) in [(MouseEvent.Kind.press, ["a", "b", "c"]), (.doubleClick, ["c", "b", "a"])] {
            let isTaken = model.handleList(
                .mouse(MouseEvent(x: 2, y: 0, kind: kind)), Self.table, rows, Self.area)
            #expect(isTaken)
            #expect(Self.table.shown(rows, model.lists[.bans] ?? ListState()) == order)
        }
    }

    @Test func `Every word of a header stands for the column below it`() {
        let rates = "rates rates rates"
        let clients = "sess name net on px/m px rtt queued drop"
        expectHeader(ClientsScreen.narrowTable, clients + " flags")
        expectHeader(ClientsScreen.wideTable, clients + " \(rates) client flags")
        expectHeader(ReportsScreen.narrowTable, "id place author rule n age claimed")
        expectHeader(
            ReportsScreen.wideTable, "id place author rule n age claimed reporters reporters now now")
        expectHeader(PeopleScreen.table, "id name live px/m px since flags")
        expectHeader(AreasScreen.table, "id rectangle mode by for until why")
        expectHeader(BansScreen.table, "who scope kind for left reason by when")
        expectHeader(DefenceScreen.table, "watch watch hits hits hits")
        expectHeader(AuditScreen.table, "id time who what state")
    }

    private func expectHeader<Row>(_ table: ListTable<Row>, _ names: String) {
        let area = CellRectangle(x: 3, y: 0, width: 137, height: 4)
        var found: [String] = []
        for (x, glyph) in table.header.glyphs.enumerated() where glyph.scalar != " " {
            let isWordStart = x == 0 || table.header.glyphs[x - 1].scalar == " "
            let name = table.column(at: area.x + x, area)?.name ?? ""
            if isWordStart { found.append(name) }
            #expect(found.last == name, "column \(x) of \(table.name)")
        }
        #expect(found.joined(separator: " ") == names)
    }

    @Test func `A row that is gone leaves nobody chosen, and the next key takes its place`() {
        var model = ConsoleModel()
        let rows = ["a", "b", "c"]
        model.settle(Self.table, rows, rowsShown: 3)
        press("j", rows, &model)
        model.settle(Self.table, ["a", "c"], rowsShown: 3)
        #expect(model.picked(Self.table, ["a", "c"]).rows.isEmpty)
        press("j", ["a", "c"], &model)
        #expect(model.selected(Self.table, ["a", "c"]) == "c")
    }

    @Test func `A row that an own act closed gives way to the next, whichever news comes first`() {
        for isAnswerFirst in [true, false] {
            var model = ConsoleModel()
            model.settle(Self.table, ["a", "b", "c"], rowsShown: 3)
            if isAnswerFirst { model.actSucceeded(ActAnswer()) }
            model.settle(Self.table, ["b", "c"], rowsShown: 3)
            if !isAnswerFirst { model.actSucceeded(ActAnswer()) }
            model.settle(Self.table, ["b", "c"], rowsShown: 3)
            #expect(model.selected(Self.table, ["b", "c"]) == "b")
        }
    }

    @Test func `Tags come before the range, the range before the row`() {
        var model = ConsoleModel()
        let rows = ["a", "b", "c", "d"]
        model.settle(Self.table, rows, rowsShown: 3)
        press("v j", rows, &model)
        #expect(model.picked(Self.table, rows).rows == ["a", "b"])
        #expect(model.picked(Self.table, rows).source == .selection)
        press("End _", rows, &model)
        #expect(model.picked(Self.table, rows).rows == ["d"])
        #expect(model.picked(Self.table, rows).source == .tags)
        #expect(drawn(model, rows).contains(">*d"))
        press("Esc", rows, &model)
        #expect(model.picked(Self.table, rows).source == .row)
    }

    @Test func `A filter hides, an order sorts, I turns it round`() {
        var model = ConsoleModel()
        let rows = ["ab", "c", "aa", "b"]
        model.lists[.bans, default: ListState()].filter = "a !ab"
        #expect(Self.table.shown(rows, model.lists[.bans] ?? ListState()) == ["aa"])
        model.lists[.bans]?.filter = ""
        press("o", rows, &model)
        #expect(Self.table.shown(rows, model.lists[.bans] ?? ListState()) == ["aa", "ab", "b", "c"])
        press("I", rows, &model)
        #expect(Self.table.shown(rows, model.lists[.bans] ?? ListState()) == ["c", "b", "ab", "aa"])
    }

    @Test func `The selected row is always in view`() {
        var model = ConsoleModel()
        let rows = (0..<50).map { "r\($0)" }
        model.settle(Self.table, rows, rowsShown: 3)
        for keys in ["End", "PgUp", "Home", "ShiftDown", "j", "k"] {
            press(keys, rows, &model)
            #expect(drawn(model, rows).contains(">"))
        }
    }

    @Test func `No more rows are tagged than an act can name`() {
        var model = ConsoleModel()
        let rows = (0..<500).map { "r\($0)" }
        model.settle(Self.table, rows, rowsShown: 3)
        press("*", rows, &model)
        #expect(model.lists[.bans]?.tags.count == ListState.tagsMax)
        #expect(model.message != nil)
    }
}
