import Cells

extension ConsoleModel {
    /// Brings every selection up to the rows there are.
    mutating func settleLists() {
        for screen in Screen.allCases { screen.view.settle(&self) }
    }

    /// The same for one list, for a screen's `settle`.
    mutating func settle<Row>(_ table: ListTable<Row>, _ rows: [Row], rowsShown: Int) {
        var state = lists[table.name] ?? ListState()
        state.settle(table.shown(rows, state).map(table.identity), rowsShown: rowsShown)
        lists[table.name] = state
    }

    /// The row under the cursor.
    func selected<Row>(_ table: ListTable<Row>, _ rows: [Row]) -> Row? {
        guard let id = lists[table.name]?.selected else { return nil }
        return rows.first { table.identity($0) == id }
    }

    /// The rows that are tagged, or else the range, or else the row under the cursor; and which it was.
    func picked<Row>(_ table: ListTable<Row>, _ rows: [Row]) -> (rows: [Row], source: ActTarget.Source) {
        let state = lists[table.name] ?? ListState()
        let tagged = rows.filter { state.tags.contains(table.identity($0)) }
        if !tagged.isEmpty { return (tagged, .tags) }
        let range = Set(state.range(table.shown(rows, state).map(table.identity)))
        if range.count > 1 { return (rows.filter { range.contains(table.identity($0)) }, .selection) }
        return selected(table, rows).map { ([$0], .row) } ?? ([], .nobody)
    }

    /// Moves, tags, filters and sorts; false: the key means something else.
    mutating func handleList<Row>(
        _ key: Key, _ table: ListTable<Row>, _ rows: [Row], _ area: CellRectangle
    ) -> Bool {
        var state = lists[table.name] ?? ListState()
        let shown = table.shown(rows, state)
        let identities = shown.map(table.identity)
        defer { lists[table.name] = state }
        if case .mouse(let event) = key {
            return takeMouse(event, table, shown, &state, area)
        }
        if move(key, identities, &state, page: max(1, area.height - 1)) { return true }
        switch key {
        case .character(" "):
            guard let selected = state.selected else { return true }
            if state.tags.remove(selected) == nil { tag([selected], &state) }
            state.select(state.lastIndex + 1, identities)
        case .character("v"): state.anchor = state.anchor == nil ? state.selected : nil
        case .character("*"): tag(identities, &state)
        case .character("V"): (state.tags, state.anchor) = ([], nil)
        case .escape:
            // Esc clears what there is to clear, and is somebody else's key otherwise.
            if state.tags.isEmpty && state.anchor == nil { return false }
            (state.tags, state.anchor) = ([], nil)
        case .character("/"), .function(4):
            prompt = LinePrompt(
                purpose: .filter(table.name, before: state.filter), input: LineInput(state.filter))
        case .character("o"), .function(6): state.sort = nextSort(after: state.sort, table)
        case .character("I"):
            if state.sort == nil { state.sort = nextSort(after: nil, table) }
            state.sort?.isDescending.toggle()
        case .character("n"): jump(1, identities, &state)
        case .character("N"): jump(-1, identities, &state)
        default: return false
        }
        return true
    }

    private func move(_ key: Key, _ identities: [String], _ state: inout ListState, page: Int) -> Bool {
        let step: Int
        switch key {
        case .arrow(.up, let isShifted): step = isShifted ? -10 : -1
        case .arrow(.down, let isShifted): step = isShifted ? 10 : 1
        case .character("k"): step = -1
        case .character("j"): step = 1
        case .pageUp: step = -max(1, page / 2)
        case .pageDown: step = max(1, page / 2)
        case .home: step = -identities.count
        case .end: step = identities.count
        default: return false
        }
        // Where a row has gone, the first step goes to the one that took its place.
        state.select(state.isGone && abs(step) == 1 ? state.lastIndex : state.lastIndex + step, identities)
        return true
    }

    private mutating func tag(_ identities: [String], _ state: inout ListState) {
        for id in identities {
            guard state.tags.count < ListState.tagsMax else {
                return refuse("at most \(ListState.tagsMax) rows can be tagged")
            }
            state.tags.insert(id)
        }
    }

    /// The next row that is tagged, or else the next one.
    private func jump(_ step: Int, _ identities: [String], _ state: inout ListState) {
        let places = identities.indices.filter { state.tags.contains(identities[$0]) }
        guard !places.isEmpty else { return state.select(state.lastIndex + step, identities) }
        let next =
            step > 0
            ? places.first { $0 > state.lastIndex } ?? places[0]
            : places.last { $0 < state.lastIndex } ?? places[places.count - 1]
        state.select(next, identities)
    }

    private func nextSort<Row>(after sort: ListSort?, _ table: ListTable<Row>) -> ListSort? {
        let sortable = table.columns.filter { $0.order != nil }
        guard !sortable.isEmpty else { return nil }
        let place = sortable.firstIndex { $0.name == sort?.column }
        return ListSort(column: sortable[((place ?? -1) + 1) % sortable.count].name)
    }

    private mutating func takeMouse<Row>(
        _ event: MouseEvent, _ table: ListTable<Row>, _ rows: [Row], _ state: inout ListState,
        _ area: CellRectangle
    ) -> Bool {
        guard area.contains(x: event.x, y: event.y) else { return false }
        let identities = rows.map(table.identity)
        switch event.kind {
        case .wheelUp: state.select(state.lastIndex - 3, identities)
        case .wheelDown: state.select(state.lastIndex + 3, identities)
        // Two quick clicks on a header are two clicks.
        case .press where event.y == area.y, .doubleClick where event.y == area.y:
            guard let column = table.column(at: event.x, area), column.order != nil else { return true }
            let isSame = state.sort?.column == column.name
            state.sort = ListSort(
                column: column.name, isDescending: isSame ? state.sort?.isDescending == false : false)
        case .press:
            guard let index = table.row(at: event.y, rows, state, area) else { return true }
            state.anchor = nil
            state.select(index, identities)
        case .drag:
            guard let index = table.row(at: event.y, rows, state, area) else { return true }
            if state.anchor == nil { state.anchor = state.selected }
            state.select(index, identities)
        case .doubleClick:
            guard let index = table.row(at: event.y, rows, state, area) else { return true }
            state.select(index, identities)
            return false
        default: return true
        }
        return true
    }

    /// What the context row of a list says about its filter and order: `filter: rate>20  sort: px/m desc`.
    func filterWords(_ name: ListName, sort fallback: String) -> CellText {
        let state = lists[name] ?? ListState()
        let order = state.sort.map { $0.column + ($0.isDescending ? " desc" : " asc") } ?? fallback
        let filter = state.filter.isEmpty ? "" : "filter: \(state.filter)      "
        return "\(filter)sort: \(order)"
    }
}
