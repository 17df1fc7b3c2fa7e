import Cells
import Wire

/// How `toile ctl` ends. Scripts that moderate tell these apart.
enum ControlExit: Int32 {
    case done = 0
    case failed = 1
    case usage = 2
    case unreachable = 3
    case notAllowed = 4
    case notFound = 5
    case conflict = 6
    case partly = 7
    case interrupted = 130
}

/// Why a command of `toile ctl` came to nothing: what happened, and what to do about it.
struct ControlFailure: Error {
    let exit: ControlExit
    let what: String
    let remedy: String

    init(_ exit: ControlExit, _ what: String, _ remedy: String) {
        self.exit = exit
        self.what = what
        self.remedy = remedy
    }

    /// A line of the grammar that is none.
    init(_ error: AdminCommandError) {
        self.init(.usage, error.what, error.remedy)
    }

    /// The server cannot be asked.
    init(_ failure: Failure) {
        self.init(.unreachable, failure.what, failure.remedy)
    }

    /// What the server refused.
    init(_ answer: AdminAnswer) {
        let code = (try? JSONValue.parse(answer.body))?["error"]?["code"]?.string
        let refusal = code.flatMap { AdminRefusal(rawValue: $0) }
        self.init(ControlExit(refusal, status: answer.status), answer.message, Self.remedy(refusal))
    }

    /// One line, in which nothing from outside is more than text.
    var line: String { CellText("\(what): \(remedy)").string }

    private static func remedy(_ refusal: AdminRefusal?) -> String {
        switch refusal {
        case .notAllowed: "ask somebody with that role"
        case .notFound: "'toile ctl people', 'bans', 'areas', 'reports' and 'audit' show what there is"
        case .conflict: "look again, and decide anew"
        case .badRequest: "'toile ctl VERB --help' shows how it is written"
        case .wordMissing: "add --yes and the word"
        case .notUndoable: "'toile ctl audit LINE' says why"
        case .noPast, .busy: "try again in a while"
        case nil: "see the server's log"
        }
    }
}

extension ControlExit {
    fileprivate init(_ refusal: AdminRefusal?, status: Int) {
        self =
            switch (refusal, status) {
            case (.notAllowed, _), (nil, 401), (nil, 403): .notAllowed
            case (.notFound, _), (nil, 404): .notFound
            case (.conflict, _), (nil, 409): .conflict
            case (.busy, _), (.noPast, _), (nil, 503): .unreachable
            case (.wordMissing, _): .usage
            case (.badRequest, _), (.notUndoable, _), (nil, _): .failed
            }
    }
}
