import Wire

/// What goes wrong between a moderator's command and the server.
extension Failure {
    /// A line of the grammar that is none.
    init(_ error: AdminCommandError) {
        self.init(.badCommand, error.what, error.remedy)
    }

    /// What the server refused.
    init(_ answer: AdminAnswer) {
        let code = (try? JSONValue.parse(answer.body))?["error"]?["code"]?.string
        let refusal = code.flatMap { AdminRefusal(rawValue: $0) }
        self.init(ExitCode(refusal, status: answer.status), answer.message, Self.remedy(refusal))
    }

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

extension ExitCode {
    fileprivate init(_ refusal: AdminRefusal?, status: Int) {
        self =
            switch (refusal, status) {
            case (.notAllowed, _), (nil, 401), (nil, 403): .notAllowed
            case (.notFound, _), (nil, 404): .notFound
            case (.conflict, _), (nil, 409): .conflict
            case (.busy, _), (.noPast, _), (nil, 503): .unreachable
            case (.wordMissing, _): .badCommand
            case (.badRequest, _), (.notUndoable, _), (nil, _): .failed
            }
    }
}
