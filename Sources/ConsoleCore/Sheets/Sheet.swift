import Cells
import Wire

/// What a sheet makes of a key.
enum SheetOutcome: Sendable {
    /// Nothing.
    case nothing
    /// Something that is only shown.
    case shown
    /// What would be done is another thing now: its effects have to be asked for again.
    case changed
    case close
    /// Do it.
    case apply
    /// Look instead: this screen, with the sheet closed.
    case look(Screen)
    /// Select on the canvas first, with the sheet closed.
    case select
    /// Closes the sheet and runs a line of commands.
    case run(String)
    /// Goes on with another sheet.
    case replace(any SheetForm)
}

/// What stands in a sheet and what its keys do.
protocol SheetForm: Sendable {
    var title: CellText { get }
    /// How wide its box is.
    var columns: Int { get }
    /// Drawn one row lower than the middle, as what stands in the way is.
    var isLow: Bool { get }
    /// The keys that the last row names.
    var keys: [KeyHint] { get }
    /// What is inside, from the top.
    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText]
    /// Takes a key. The model is as it is: a sheet changes only itself.
    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome
    /// What Enter does; nil: nothing yet.
    func act(_ model: ConsoleModel) -> AdminAct?
    /// Draws what is no text, over the lines; the rectangle is what lies inside of the box.
    func decorate(_ grid: inout CellGrid, _ inside: CellRectangle, _ model: ConsoleModel, _ run: SheetRun)
    /// What the sheet says when it is done, if the server's words are not enough.
    mutating func asked(_ effects: ActEffects)
}

extension SheetForm {
    var columns: Int { 70 }
    var isLow: Bool { false }
    func act(_ model: ConsoleModel) -> AdminAct? { nil }
    func decorate(
        _ grid: inout CellGrid, _ inside: CellRectangle, _ model: ConsoleModel, _ run: SheetRun
    ) {}
    mutating func asked(_ effects: ActEffects) {}

    /// Of a sheet with nothing to choose. Behind a conflict Enter looks at what somebody else did.
    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        switch key {
        case .enter: run.refusal?.isConflict == true ? .look(.audit) : .apply
        case .escape, .character("q"): .close
        default: .nothing
        }
    }
}

/// How far a sheet has come with the server.
struct SheetRun: Sendable {
    /// What it would do; nil: not known yet, or not any more.
    var effects: ActEffects?
    /// The same in words.
    var effectWords = ""
    /// When the server is asked again.
    var dueAt: Millis?
    /// Counts the changes of the form, so that an answer to an older one is known.
    var revision = 0
    /// The act is on its way: Enter means nothing until there is an answer.
    var isApplying = false
    /// What it would do decides whether it is done without another word.
    var isDeciding = false
    /// Nothing of it is shown as long as there is nothing to read: a sheet that flashes up asks for an Enter
    /// that comes too late.
    var isUnseen = false
    /// Whether keys have to wait for an answer.
    var isAwaiting: Bool { isApplying || isDeciding }
    /// Why it was refused.
    var refusal: Refusal?
    /// The newest line of the audit when the sheet was opened: whoever acted since made a conflict.
    var seen: UInt64?
}

/// A sheet that is open.
struct Sheet: Sendable {
    let number: Int
    var form: any SheetForm
    var run = SheetRun()

    func draw(_ model: ConsoleModel, into grid: inout CellGrid) {
        let lines = form.lines(model, run)
        grid.restyle(Frame(width: grid.width, height: grid.height).body) { $0.adding(.dim) }
        let box = SheetBox(lines: lines, title: form.title, columns: form.columns, isLow: form.isLow)
        let inside = box.draw(into: &grid)
        // Where lines were left out, pictures have lost their places.
        if inside.height >= lines.count { form.decorate(&grid, inside, model, run) }
    }
}

/// A box in the middle of the screen with lines of text in it.
struct SheetBox: Sendable {
    let lines: [CellText]
    let title: CellText
    let columns: Int
    var isLow = false
    /// Lines at the end that are never left out: what comes of it, and the keys.
    private static let lastLines = 3

    /// As many lines as there is room for: blank ones go first, then those in the middle.
    static func fitted(_ lines: [CellText], rows: Int) -> [CellText] {
        guard lines.count > rows else { return lines }
        let written = lines.filter { !$0.isEmpty }
        guard written.count > rows else { return written }
        let last = min(lastLines, rows)
        let mark: [CellText] = rows > last ? ["..."] : []
        return written.prefix(rows - last - mark.count) + mark + written.suffix(last)
    }

    /// Draws it and returns what lies inside.
    @discardableResult
    func draw(into grid: inout CellGrid) -> CellRectangle {
        let shown = Self.fitted(lines, rows: max(0, grid.height - 2))
        let height = min(shown.count + 2, grid.height)
        let width = min(columns, grid.width)
        let y = max(0, min((grid.height - height + (isLow ? 1 : 0)) / 2, grid.height - height))
        let box = CellRectangle(x: (grid.width - width) / 2, y: y, width: width, height: height)
        grid.fill(box)
        grid.box(box, title: title)
        for (row, line) in shown.enumerated() {
            grid.put(line, x: box.x + 2, y: box.y + 1 + row, columnsMax: max(0, width - 3))
        }
        return box.inset(by: 1)
    }
}
