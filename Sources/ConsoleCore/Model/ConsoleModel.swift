import Cells
public import Wire

/// Whether the server is there.
enum LinkState: Equatable, Sendable {
    /// Not yet.
    case connecting
    case connected
    /// Not any more. What is shown is what was known then.
    case lost(since: Millis, reason: String, retryAt: Millis, attempt: Int)
}

/// A console: all it knows and shows, without a terminal and without a socket.
///
/// Whatever happens goes into `update`, which says what is to be done about it; `layout` draws. Between the
/// two there is nothing: the same events make the same pictures.
public struct ConsoleModel: Sendable {
    /// A terminal of this many columns shows detail panes.
    static let wideColumns = 140
    /// Below this a terminal shows the list of what is most urgent.
    static let columnsMin = 60
    /// Below this, too.
    static let rowsMin = 16

    let options: ConsoleOptions
    var size: (width: Int, height: Int)
    var now: Millis = 0
    var link = LinkState.connecting
    var world = World()
    var board: BoardMirror?

    var screen = Screen.live
    /// The screens before, the last one last.
    var history: [Screen] = []
    var lists: [ListName: ListState] = [:]
    var live = LivePane()
    var person = PersonState()
    var screens = ScreenStates()
    /// The report that is being dealt with.
    var openReport: UInt64?
    var sheet: Sheet?
    var sheetsOpened = 0
    /// What was typed while the act of the open sheet was on its way, or the author of the pixel unknown.
    var typedAhead: [Key] = []
    /// A key that acts on the author of the pixel under the cursor waits until the server has said who it is.
    var waitsForAuthor = false
    var prompt: LinePrompt?
    /// What came of the last act, or what was wrong with the last key; the context row shows it until the
    /// next key.
    var message: CellText?
    var isPaused = false
    /// The newest line of the audit that an act of this console was answered with. It is told a moment later.
    var owedLine: UInt64 = 0
    /// What was asked for before that line was told.
    var waitsForLine: WaitingUndo?

    var questions = Questions()
    /// What the server was told last, so that it is told only what is new.
    var toldLook: ConsoleLook?
    var pending: [ConsoleEffect] = []
    /// Commands that were typed, newest first.
    var commands: [CommandHistory] = []

    /// A console that knows nothing yet.
    public init(options: ConsoleOptions = ConsoleOptions(), width: Int = 80, height: Int = 24) {
        self.options = options
        size = (width, height)
    }

    /// Takes in what happened and says what is to be done.
    public mutating func update(_ event: ConsoleEvent, at now: Millis) -> [ConsoleEffect] {
        self.now = max(self.now, now)
        switch event {
        case .key(let key): take(key)
        case .connected: connect()
        case .disconnected(let reason, let retryInMillis, let attempt):
            disconnect(reason, retryInMillis, attempt)
        case .state(let state): merge(state)
        case .answer(let answer): take(answer)
        case .board(let mirror): show(mirror)
        case .pixelsChanged(let changes): apply(changes)
        case .exported(let name, let failure):
            message = failure.map { CellText("Nothing was saved as \(name): \($0).") } ?? "Saved as \(name)."
        case .tick: break
        }
        settleLists()
        askWhatIsDue()
        tellLook()
        defer { pending = [] }
        return pending
    }

    /// When `update(.tick)` has something to do; nil: not before something else happens.
    public var nextDeadline: Millis? {
        [live.hereDueAt, sheet?.run.dueAt].compactMap { $0 }.min()
    }

    /// Who looks on and changes nothing.
    var isReader: Bool { options.isReadOnly || world.you.role == .reader }

    /// So much may be done here.
    func allows(_ role: StaffRole?) -> Bool {
        guard let role else { return true }
        if role > .reader && options.isReadOnly { return false }
        return world.you.role >= role
    }

    /// What is shown is out of date.
    var isStale: Bool {
        if case .lost = link { true } else { false }
    }

    /// The terminal has room for little.
    var isTiny: Bool { size.width < Self.columnsMin || size.height < Self.rowsMin }

    /// The screen whose keys hold: a small terminal shows reports and nothing else.
    var activeScreen: Screen { isTiny ? .reports : screen }

    /// The clock on the wall of the server, in milliseconds since 1970.
    var clock: Int64 { world.clock(at: now) }

    mutating func emit(_ effect: ConsoleEffect) {
        pending.append(effect)
    }
}

extension ConsoleModel {
    private mutating func connect() {
        link = .connected
        // Whatever was asked over the connection before, nobody answers any more.
        questions = Questions()
        toldLook = nil
        live.hereDueAt = now
        if let open = sheet, open.run.effects == nil { sheet?.run.dueAt = now }
        activeScreen.view.opened(&self)
    }

    private mutating func disconnect(_ reason: String, _ retryInMillis: Millis, _ attempt: Int) {
        var since = now
        if case .lost(let before, _, _, _) = link { since = before }
        let wait = min(max(0, retryInMillis), Moments.day)
        link = .lost(since: since, reason: reason, retryAt: now + wait, attempt: attempt)
        questions = Questions()
        (owedLine, waitsForLine) = (0, nil)
        (typedAhead, waitsForAuthor) = ([], false)
        loseSheetAnswers()
    }

    private mutating func merge(_ state: Wire.LiveState) {
        let reportsBefore = world.reports.count
        world.merge(state, at: now)
        undoWhatWaited()
        if world.reports.count > reportsBefore, state.reports != nil, reportsBefore > 0 { emit(.bell) }
    }

    private mutating func show(_ mirror: BoardMirror) {
        let isFirst = board == nil
        board = mirror
        live.fit(mirror, isFirst: isFirst, geometry: LiveGeometry(frame))
        live.hereDueAt = now
    }

    private mutating func apply(_ changes: [PixelChange]) {
        guard let width = board?.width else { return }
        board?.apply(changes)
        let here = live.cursorY * width + live.cursorX
        if changes.contains(where: { $0.index == here }) { hereIsDue() }
    }

    /// Tells the server what is looked at, where that is something else than before.
    private mutating func tellLook() {
        guard link == .connected else { return }
        let wanted = look
        guard wanted != toldLook else { return }
        toldLook = wanted
        emit(.send(wanted))
    }

    /// What the server has to tell this console.
    public var look: ConsoleLook {
        var look = ConsoleLook()
        look.screen = activeScreen.word
        look.board = options.board
        look.isFeedWanted = activeScreen == .live
        let list = lists[.clients] ?? ListState()
        // On every screen alike: the connections that are known stay those that were asked for.
        look.filter = screens.clients.filter
        look.sort = ClientsScreen.sortWord(list.sort)
        look.limit = activeScreen == .clients ? ConsoleLook.rowsMax : look.limit
        look.report = openReport
        activeScreen.view.adjust(&look, self)
        return look
    }
}
