import Cells
import Wire

/// A command that was typed, and when.
struct CommandHistory: Equatable, Sendable {
    /// More lines are not kept.
    static let linesMax = 50

    let line: String
    let at: Int64
}

/// The line of commands: the words of `toile ctl`, completed as they are typed.
struct CommandForm: SheetForm {
    /// Completions that are shown.
    private static let shownMax = 3

    private var input: LineInput
    /// Which line of the history stands there; nil: what was typed.
    private var past: Int?
    private var problem: String?

    init(_ line: String = "", problem: String? = nil) {
        input = LineInput(line, charactersMax: 300)
        self.problem = problem
    }

    var title: CellText { "command" }
    var columns: Int { 72 }
    var keys: [KeyHint] {
        [KeyHint("Tab", "complete"), KeyHint("Enter", "run"), KeyHint("Esc", "cancel")]
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        // Of a long line the end is shown: there it is written.
        let typed: CellText = ":\(String(input.text.suffix(60)))|"
        let hint: CellText = typed.width < 38 ? "(Tab completes, Up history)" : ""
        var lines = [hint.isEmpty ? typed : typed.padded(to: 39) + hint, ""]
        if let problem {
            lines += SheetWords.wrapped(problem, columns: 66).prefix(Self.shownMax).map { CellText($0) }
        } else {
            let found = AdminCommand.completions(of: input.text, model.completionContext)
            for completion in found.prefix(Self.shownMax) {
                let text = ("  " + CellText(completion.text)).clipped(to: 50, mark: "~")
                lines.append(
                    completion.note.isEmpty
                        ? text : text.padded(to: max(34, text.width + 2)) + CellText(completion.note))
            }
        }
        while lines.count < 2 + Self.shownMax { lines.append("") }
        let best = AdminCommand.completions(of: input.text, model.completionContext).first?.text
        let words = CellText(best ?? input.text.trimmedOfSpaces).clipped(to: 32, mark: "~")
        return lines + ["same words as the shell: toile ctl " + words]
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        switch key {
        case .enter: return .run(input.text)
        case .escape: return .close
        case .backspace where input.text.isEmpty: return .close
        case .tab:
            guard let first = AdminCommand.completions(of: input.text, model.completionContext).first
            else { return .nothing }
            input.set(first.text)
        case .up: recall(1, model)
        case .down: recall(-1, model)
        default: guard input.take(key) else { return .nothing }
        }
        problem = nil
        return .shown
    }

    private mutating func recall(_ step: Int, _ model: ConsoleModel) {
        let place = (past ?? -1) + step
        guard model.commands.indices.contains(place) else { return }
        past = place
        input.set(model.commands[place].line)
    }
}

extension ConsoleModel {
    /// What a line of commands may name: who is chosen, who is here, what is open.
    var completionContext: CompletionContext {
        var context = CompletionContext()
        var names: [String] = []
        var known: Set<String> = []
        let people =
            target.people.map(\.name) + world.feed.map(\.name) + world.connections.map(\.name)
            + world.reports.map(\.name)
        for name in people where !name.isEmpty && known.insert(name).inserted { names.append(name) }
        context.people = names.map { CompletionContext.Candidate($0) }
        context.reports = world.reports.map { .init("\($0.number)", note: "\($0.name) \($0.rule.label)") }
        context.areas = world.areas.map { .init("A\($0.number)", note: $0.why) }
        context.audit = world.audit.prefix(100).map { .init("\($0.number)", note: $0.text) }
        context.watches = world.watches.map { .init($0.label) }
        context.history = commands.map { line in
            .init(
                line.line, note: "last used " + Moments.shortClock(line.at, zone: options.zoneOffsetMillis))
        }
        return context
    }

    /// Runs a line of commands: acts and opens screens as the shell does.
    mutating func run(command line: String) {
        let words = line.trimmedOfSpaces
        guard !words.isEmpty else { return }
        do throws(AdminCommandError) {
            let parsed = try AdminCommand.parse(try AdminCommand.words(of: words), in: .console)
            commands.removeAll { $0.line == words }
            commands.insert(CommandHistory(line: words, at: clock), at: 0)
            if commands.count > CommandHistory.linesMax { commands.removeLast() }
            run(parsed.command, words)
        } catch {
            openSheet(CommandForm(words, problem: "\(error.what): \(error.remedy)"))
        }
    }

    private mutating func run(_ command: AdminCommand, _ line: String) {
        switch command {
        case .screen(let word):
            if let screen = Screen.allCases.first(where: { $0.word == word }) { open(screen) }
        case .help: openSheet(HelpForm())
        case .redo(let number):
            guard let target = AdminCommand.redoTarget(number, in: world.audit, by: world.you.user) else {
                return refuse("nothing to redo")
            }
            undo(line: target)
        case .question(let question): show(question)
        case .act(let act):
            if act.verb == .undo, act.number == nil, !act.isDryRun { return undoNewest() }
            if let word = act.verb.confirmationWord, act.word != word, !act.isDryRun {
                return openSheet(WordForm(act: act, lines: [line], word: word))
            }
            guard mayAct(.moderator) else { return }
            if !post(.command(line), act) { refuse("too much is on its way, try again") }
        }
    }

    /// A question is answered by the screen that shows it.
    private mutating func show(_ question: AdminQuestion) {
        func parameter(_ name: String) -> String? {
            question.parameters.first { $0.name == name }?.value
        }
        switch question.subject {
        case .state: open(.live)
        case .pixel:
            if let x = parameter("x").flatMap({ Int($0) }), let y = parameter("y").flatMap({ Int($0) }) {
                open(.live)
                moveCursor(toX: x, y: y, isCentred: true)
            }
        case .connections:
            lists[.clients, default: ListState()].filter = question.filter
            open(.clients)
        case .person, .trail, .notes:
            let who = parameter("who") ?? ""
            openPerson(PersonName(id: who, name: who))
        case .people: open(.people)
        case .reports, .report:
            lists[.reports, default: ListState()].selected = parameter("number")
            open(.reports)
        case .areas: open(.areas)
        case .bans: open(.bans)
        case .defence, .watches, .signals: open(.defence)
        case .audit:
            lists[.audit, default: ListState()].selected = parameter("number")
            open(.audit)
        case .health: open(.health)
        case .me: message = "\(world.you.user), \(world.you.role.rawValue)"
        }
    }

    mutating func takeCommandAnswer(_ answer: ConsoleAnswer, _ line: String) {
        guard answer.status == 200, let done = try? ActAnswer(json: answer.body) else {
            waitsForLine = nil
            return refuse(Refusal(answer).words)
        }
        // What was asked for stands in front: a link has to be read to its end.
        message = CellText(done.found.map { "\($0)  \(done.text)" } ?? done.text)
        if done.outcome != .wouldDo { actSucceeded(done) } else { undoWhatWaited() }
    }
}
