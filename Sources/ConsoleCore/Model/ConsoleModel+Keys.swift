import Cells
import Wire

extension ConsoleModel {
    /// Screens that Backspace goes back to.
    private static let historyMax = 32

    /// A key goes to the sheet that is open, else to the line that is asked for, else to the screen, else to
    /// what it means everywhere.
    mutating func take(_ key: Key) {
        if case .resize(let width, let height) = key {
            size = (min(max(1, width), CellGrid.sideMax), min(max(1, height), CellGrid.sideMax))
            // A small terminal shows no canvas: the view stays as it is until there is room for it again.
            if !isTiny { live.keepInside(board, geometry: LiveGeometry(frame)) }
            return
        }
        message = nil
        if waitsForAuthor { return keepForLater(key) }
        if prompt != nil { return takePromptKey(key) }
        if sheet != nil { return takeSheetKey(key) }
        if isStale, takeStaleKey(key) { return }
        if case .mouse(let event) = key, takeTabClick(event) { return }
        if waitForAuthor(key) { return }
        if activeScreen.view.handle(key, &self) { return }
        if takeViewKey(key) { return }
        if takeActKey(key) { return }
    }

    private mutating func takeStaleKey(_ key: Key) -> Bool {
        switch key {
        case .enter, .function(5): emit(.reconnectNow)
        case .character("q"), .character("Q"), .function(10), .control("c"): emit(.quit)
        default: return false
        }
        return true
    }

    private mutating func takeTabClick(_ event: MouseEvent) -> Bool {
        guard event.kind == .press, event.y == 1, !isTiny else { return false }
        guard let tab = tabs(frame).last(where: { $0.x <= event.x && event.x < $0.x + $0.text.width })
        else { return false }
        open(tab.screen)
        return true
    }

    /// Shows a screen.
    mutating func open(_ other: Screen) {
        guard other != screen else { return }
        history.append(screen)
        if history.count > Self.historyMax { history.removeFirst() }
        screen = other
        activeScreen.view.opened(&self)
    }

    /// Shows the screen before.
    mutating func openPrevious() {
        guard let before = history.popLast() else { return }
        screen = before
        activeScreen.view.opened(&self)
    }

    /// Keys that look and never change anything.
    private mutating func takeViewKey(_ key: Key) -> Bool {
        switch key {
        case .character(let digit) where "1"..."9" ~= digit:
            if let other = Screen(rawValue: Int(digit.value) - 48) { open(other) }
        case .backspace, .character("q"): openPrevious()
        case .character("Q"), .function(10), .control("c"): emit(.quit)
        case .character("?"), .function(1): openSheet(HelpForm())
        case .character(":"): openSheet(CommandForm())
        case .character("g"), .function(3):
            prompt = LinePrompt(purpose: .place, input: LineInput(charactersMax: 60))
        case .character("p"): togglePause()
        case .character("u"): showTrail(of: target)
        case .character("y"):
            copy()
        case .character("E"): export()
        case .function(5):
            toldLook = nil
            activeScreen.view.opened(&self)
        default: return false
        }
        return true
    }

    private mutating func togglePause() {
        isPaused.toggle()
        live.pausedFeed = isPaused ? world.feed : nil
        message = isPaused ? "paused: p goes on" : "goes on"
    }

    private mutating func copy() {
        guard let text = activeScreen.view.copied(self) else { return refuse("nothing to copy here") }
        emit(.copy(text))
        message = "copied: " + text
    }

    private mutating func export() {
        guard let rows = activeScreen.view.exported(self) else { return refuse("nothing to export here") }
        let name = "toile-\(activeScreen.word)-\(max(0, clock) / 1000).csv"
        emit(.export(name: name, text: CommaText.text(rows)))
        message = CellText("exported \(counted(max(0, rows.count - 1), "row")) to \(name)")
    }

    /// Shows on the board what somebody placed.
    mutating func showTrail(of target: ActTarget) {
        guard let person = target.people.first else { return refuse("nobody is chosen") }
        openPerson(person)
    }

    /// Keys that act, or ask how.
    private mutating func takeActKey(_ key: Key) -> Bool {
        switch key {
        case .character("b"): openPeopleSheet { BanForm($0, kind: .ban) }
        case .character("m"): openPeopleSheet { BanForm($0, kind: .mute) }
        case .character("X"), .function(9): openPeopleSheet { PeopleForm(.kick, $0) }
        case .character("c"): openPeopleSheet { PeopleForm(.challenge, $0) }
        case .character("i"): openPeopleSheet { NoteForm($0) }
        case .character("w"): toggleWatch()
        case .character("r"):
            guard mayAct(.moderator) else { return true }
            openSheet(RollbackForm(target, self))
        case .character("f"):
            guard mayAct(.moderator) else { return true }
            openSheet(AreaForm(target, self))
        case .character("!"):
            guard mayAct(.moderator) else { return true }
            openSheet(DefenceForm(self))
        case .character("A"):
            guard mayAct(.moderator) else { return true }
            openSheet(AnnounceForm(target))
        case .character("d"): closeReport(.dismiss)
        case .character("e"): closeReport(.escalate)
        case .character("z"): undoNewest()
        case .character("Z"): redoNewest()
        default: return false
        }
        return true
    }

    /// Opens a sheet that is about people, where there are any.
    mutating func openPeopleSheet(_ form: (ActTarget) -> any SheetForm) {
        guard mayAct(.moderator) else { return }
        let target = self.target
        guard !target.people.isEmpty else { return refuse("nobody is chosen") }
        openSheet(form(target))
    }

    private mutating func toggleWatch() {
        let target = self.target
        guard !target.people.isEmpty else { return refuse("nobody is chosen") }
        let watched = Set(world.watches.filter { $0.kind == .person }.map(\.value))
        let isWatched = target.who.allSatisfy(watched.contains)
        var act = AdminAct(isWatched ? .unwatch : .watch)
        act.who = target.who
        actNow(act)
    }

    private mutating func closeReport(_ verb: AdminVerb) {
        guard let number = target.report else { return refuse("no report is chosen") }
        var act = AdminAct(verb)
        act.number = number
        actNow(act)
    }
}

/// Comma separated values (RFC 4180), read by every table program.
enum CommaText {
    static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ text: String) -> String {
        // What begins like a formula is no formula.
        let safe = text.first.map { "=+-@".contains($0) && Int(text) == nil } == true ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return safe }
        var quoted = "\""
        for scalar in safe.unicodeScalars { quoted += scalar == "\"" ? "\"\"" : String(Character(scalar)) }
        return quoted + "\""
    }
}
