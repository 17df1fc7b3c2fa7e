import Cells
import Wire

/// What the console has asked, and has to do with the answer.
enum Question: Equatable, Sendable {
    case pixel(x: Int, y: Int)
    case trail(person: String)
    case person(id: String)
    case people(find: String)
    case report(number: UInt64)
    /// The place of a report as it is now, and its author's neighbours.
    case reportPlace(number: UInt64)
    /// Reports that are closed, too.
    case allReports
    /// What an undo of a line would do, which is only told.
    case undoPreview(line: UInt64)
    /// A report that a ban answers.
    case banReport(number: UInt64)
    case audit(before: UInt64?)
    case auditEntry(number: UInt64)
    case place(name: String)
    /// What an act of a sheet would do; the sheet's number, and which of its forms was asked about.
    case effects(sheet: Int, revision: Int)
    /// An act of a sheet.
    case act(sheet: Int)
    /// An act without a sheet.
    case quickAct(AdminVerb)
    /// What an undo would do, which is done without another word where nobody else is affected.
    case undo(sheet: Int)
    /// A question of the command line.
    case command(String)
}

/// The questions that are on their way.
struct Questions: Sendable {
    /// More are never on their way: a server that answers nothing is not asked ever more.
    static let countMax = 64

    private(set) var open: [Int: Question] = [:]
    private static let firstNumber = 1
    private var last = 0

    /// The number for a new question; nil: too many wait.
    mutating func number(for question: Question) -> Int? {
        guard open.count < Self.countMax else { return nil }
        last = last == .max ? Self.firstNumber : last + 1
        open[last] = question
        return last
    }

    mutating func take(_ number: Int) -> Question? {
        open.removeValue(forKey: number)
    }

    /// Whether such a question is on its way.
    func contains(where isWanted: (Question) -> Bool) -> Bool {
        open.values.contains(where: isWanted)
    }
}

extension ConsoleModel {
    /// Asks by `GET`; false: there is nobody to ask.
    @discardableResult
    mutating func ask(_ question: Question, _ path: String) -> Bool {
        guard link == .connected, let id = questions.number(for: question) else { return false }
        emit(.ask(ConsoleAsk(id: id, method: "GET", path: path)))
        return true
    }

    /// Asks for an act; false: there is nobody to ask.
    @discardableResult
    mutating func post(_ question: Question, _ act: AdminAct) -> Bool {
        guard link == .connected, let id = questions.number(for: question) else { return false }
        var act = act
        if act.board.isEmpty { act.board = options.board }
        let body = (try? JSONValue.parse(act.bytes)) ?? .null
        emit(.ask(ConsoleAsk(id: id, method: "POST", path: "/admin/" + act.verb.rawValue, body: body)))
        return true
    }

    /// An act that is done at once, since a key takes it back. Refused where the role, the connection or the
    /// lack of a target forbids it, and never asked for while the same is on its way.
    mutating func actNow(_ act: AdminAct) {
        guard mayAct(.moderator) else { return }
        let question = Question.quickAct(act.verb)
        guard !questions.contains(where: { $0 == question }) else { return }
        guard post(question, act) else { return refuse("too much is on its way, try again") }
    }

    /// Whether acts of that role may be asked for now; says why not.
    mutating func mayAct(_ role: StaffRole) -> Bool {
        if isStale || link != .connected {
            refuse("no connection: nothing is done, nothing is queued")
            return false
        }
        if world.you.user.isEmpty, !options.isReadOnly {
            refuse("one moment: the server has not said yet who you are")
            return false
        }
        if !allows(role) {
            refuse("not allowed for a \(world.you.role.rawValue)")
            return false
        }
        return true
    }

    mutating func refuse(_ words: String) {
        message = CellText(words)
        emit(.bell)
    }

    mutating func take(_ answer: ConsoleAnswer) {
        guard let question = questions.take(answer.id) else { return }
        switch question {
        case .effects(let number, let revision): takeEffects(answer, number, revision)
        case .act(let number): takeActAnswer(answer, number)
        case .undo(let number): takeUndoPreview(answer, number)
        case .quickAct(let verb): takeQuickAnswer(answer, verb)
        case .pixel(let x, let y): takePixel(answer, x, y)
        case .place: takePlace(answer)
        case .command(let line): takeCommandAnswer(answer, line)
        default:
            for screen in Screen.allCases { screen.view.answered(question, answer, &self) }
        }
    }

    private mutating func takeQuickAnswer(_ answer: ConsoleAnswer, _ verb: AdminVerb) {
        guard answer.status == 200, let done = try? ActAnswer(json: answer.body) else {
            // What was to be taken back was not done: the line before is not meant.
            waitsForLine = nil
            return refuse(Refusal(answer).words)
        }
        message = CellText(done.text)
        actSucceeded(done)
    }

    /// After an act of this console a row that it closed may give way to the next.
    mutating func actSucceeded(_ done: ActAnswer) {
        owedLine = max(owedLine, done.audit.max() ?? 0)
        for name in lists.keys { lists[name]?.mayMoveOn = true }
        hereIsDue()
        undoWhatWaited()
    }
}

/// Why the server said no.
struct Refusal: Sendable {
    let code: String
    let message: String

    init(_ answer: ConsoleAnswer) {
        let error = answer.body["error"]
        code = error?["code"]?.string ?? "\(answer.status)"
        message = error?["message"]?.string ?? "the server answered \(answer.status)"
    }

    var isConflict: Bool { code == AdminRefusal.conflict.rawValue }

    /// As it stands in the context row: the exit code of the command line goes before.
    var words: String { isConflict ? "6 conflict: " + message : code + ": " + message }
}
