import Glibc
import Reactor
import Wire

/// `toile ctl`: what moderators do, as commands. It needs no terminal.
enum ControlCommand {
    /// Reads the words, does what they say, and says how it went.
    static func run(_ words: [String]) -> Int32 {
        // A pipe that nobody reads is an end like any other, and Ctrl-C has a number of its own.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGINT) { _ in _exit(ExitCode.interrupted.rawValue) }
        return run(words, on: .standard).rawValue
    }

    /// The same with other streams.
    static func run(_ words: [String], on streams: ControlStreams) -> ExitCode {
        guard !words.isEmpty else {
            streams.complain(ControlHelp.overview)
            return .badCommand
        }
        do throws(Failure) {
            let parsed = try parse(words)
            return try ControlSession(parsed.options, streams).run(parsed.command)
        } catch {
            streams.complain("toile: \(error.line)\n")
            return error.code
        }
    }

    private static func parse(_ words: [String]) throws(Failure) -> ParsedCommand {
        do throws(AdminCommandError) {
            return try AdminCommand.parse(words)
        } catch {
            throw Failure(error)
        }
    }
}

/// Where a command reads and writes.
struct ControlStreams {
    /// Takes text for people or programs; false: nobody reads any more.
    let write: (String) -> Bool
    /// Takes what went wrong.
    let complain: (String) -> Void
    /// Asks the person at the keyboard; nil: nobody is there.
    let ask: ((String) -> String?)?
    /// How wide the terminal is; nil: there is none.
    let columnsMax: Int?
    /// Waits between two questions.
    let wait: (_ seconds: Int) -> Void
    let nowMillis: () -> Int64

    static var standard: ControlStreams {
        ControlStreams(
            write: { Output.write($0, to: STDOUT_FILENO) }, complain: { Output.errorText($0) },
            ask: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
                ? { question in
                    Output.errorText(question)
                    return readLine()
                } : nil,
            columnsMax: terminalColumns(), wait: { sleep(UInt32($0)) }, nowMillis: { WallClock.nowMillis() })
    }

    private static func terminalColumns() -> Int? {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
        else { return nil }
        return Int(size.ws_col)
    }
}

/// One command on its way to the server and back.
struct ControlSession {
    /// How far back an undo looks for one's last act, and a redo for an undo.
    private static let ownLinesMax = 200
    /// Lines of a page where all of them are fetched: as many as a server gives at a time.
    private static let pageLinesMax = 1000

    private let options: OutputOptions
    private let streams: ControlStreams

    init(_ options: OutputOptions, _ streams: ControlStreams) {
        self.options = options
        self.streams = streams
    }

    func run(_ command: AdminCommand) throws(Failure) -> ExitCode {
        switch command {
        case .act(let act): return try perform(act)
        case .question(let question): return try ask(question)
        case .redo(let number):
            var act = AdminAct(.undo)
            act.isDryRun = options.isDryRun
            act.board = options.board ?? ""
            act.number = try redoTarget(number)
            return try perform(act)
        case .help(nil):
            _ = streams.write(ControlHelp.overview)
            return .done
        case .help(let verb?):
            _ = streams.write(ControlHelp.text(of: verb))
            return .done
        case .screen(let name):
            throw Failure(
                .badCommand, "\(name) is a screen of the console", "'toile ctl --help' lists verbs")
        }
    }

    // MARK: Acts

    private func perform(_ given: AdminAct) throws(Failure) -> ExitCode {
        var act = given
        if act.verb == .undo, act.number == nil { act.number = try undoTarget() }
        if let word = act.verb.confirmationWord, !act.isDryRun, act.word != word {
            act.word = try confirm(act.verb, word)
        }
        let answer = try ask("POST", "/admin/" + act.verb.rawValue, body: act.bytes)
        guard let record = try? ActAnswer.decode(answer), let text = answerText().text(ofAct: answer) else {
            throw Self.strange
        }
        guard streams.write(text) else { return .done }
        return record.outcome == .partly ? .partly : .done
    }

    /// Has the word typed, for there is no way back.
    private func confirm(_ verb: AdminVerb, _ word: String) throws(Failure) -> String {
        guard options.word == nil, let ask = streams.ask else {
            throw Failure(.badCommand, "\(verb.rawValue) cannot be undone", "add --yes \(word) to go on")
        }
        guard ask("This cannot be undone. Type \(word) to go on: ") == word else {
            throw Failure(.failed, "nothing was done", "type \(word) to go on")
        }
        return word
    }

    /// One's last act that can be taken back.
    private func undoTarget() throws(Failure) -> UInt64 {
        var question = AdminQuestion(.audit)
        question["limit"] = "\(Self.ownLinesMax)"
        // What the server refuses is said by itself, and is not taken for a strange answer.
        let pageText = try ask("GET", question.target)
        let meText = try ask("GET", AdminQuestion(.me).target)
        guard let page = try? AuditPage.decode(pageText), let me = try? StaffPresence.decode(meText) else {
            throw Self.strange
        }
        let target = AdminCommand.undoTarget(in: page.lines, by: me.user, nowMillis: streams.nowMillis())
        guard let target else {
            throw Failure(
                .notFound, "there is nothing of yours to take back", "'toile ctl audit' shows what was done")
        }
        return target
    }

    private func redoTarget(_ number: UInt64?) throws(Failure) -> UInt64 {
        var question = AdminQuestion(.audit)
        var lines: [AuditEntry]?
        if let number {
            question["number"] = "\(number)"
            lines = (try? AuditEntry.decode(try ask("GET", question.target))).map { [$0] }
        } else {
            question["limit"] = "\(Self.ownLinesMax)"
            lines = (try? AuditPage.decode(try ask("GET", question.target)))?.lines
        }
        let me = try? StaffPresence.decode(try ask("GET", AdminQuestion(.me).target))
        guard let lines, let me else { throw Self.strange }
        guard let target = AdminCommand.redoTarget(number, in: lines, by: me.user) else {
            throw Failure(
                .notFound, "there is no undo to take back", "'toile ctl audit' shows what was undone")
        }
        return target
    }

    // MARK: Questions

    private func ask(_ question: AdminQuestion) throws(Failure) -> ExitCode {
        var answerText = answerText()
        if question.hasAllPages { return try askForAll(question) }
        while true {
            let answer = try ask("GET", question.target)
            guard let text = answerText.text(question, answer) else { throw Self.strange }
            // Each table takes the place of the one before where there is a screen.
            let isScreen =
                options.watchSeconds != nil && options.format == .table && streams.columnsMax != nil
            guard streams.write(isScreen ? "\u{1b}[H\u{1b}[2J" + text : text) else { return .done }
            guard let seconds = options.watchSeconds else { return .done }
            streams.wait(seconds)
            answerText = self.answerText()
            answerText.isContinued = true
        }
    }

    /// Every page of the audit, each as one answer, so that no server and no memory has to hold all of it.
    private func askForAll(_ given: AdminQuestion) throws(Failure) -> ExitCode {
        var question = given
        question["limit"] = question["limit"] ?? "\(Self.pageLinesMax)"
        var answerText = answerText()
        while true {
            let answer = try ask("GET", question.target)
            guard let page = try? AuditPage.decode(answer), let text = answerText.text(question, answer)
            else { throw Self.strange }
            guard streams.write(text), let before = page.before else { return .done }
            // A page that does not go on would be asked for without end.
            if let last = question["before"].flatMap({ UInt64($0) }), before >= last { throw Self.strange }
            question["before"] = "\(before)"
            answerText.isContinued = true
        }
    }

    private func answerText() -> AnswerText {
        AnswerText(
            format: options.format, nowMillis: streams.nowMillis(), columnsMax: streams.columnsMax)
    }

    // MARK: The server

    private func ask(
        _ method: String, _ target: String, body: [UInt8] = []
    ) throws(Failure) -> [UInt8] {
        let data = options.data ?? "./toile-data"
        let path = options.socket ?? AdminClient.socketPath(in: data)
        let answer: AdminAnswer
        do throws(Failure) {
            guard let client = try AdminClient(socket: path) else {
                throw Self.unreachable(path)
            }
            answer = try client.ask(method, target, body: body)
        } catch {
            throw error.ending(.unreachable)
        }
        guard answer.status == 200 else { throw Failure(answer) }
        return answer.body
    }

    private static let strange = Failure(
        .failed, "the server's answer makes no sense", "see that it is as new as this program")
}

extension ControlSession {
    private static func unreachable(_ path: String) -> Failure {
        Failure(
            .unreachable, "there is no server behind \(path)",
            "start one, or say where its data is with --data or --socket")
    }
}
