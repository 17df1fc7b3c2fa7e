import Cells

/// How the program ends, as `Docs/Protocol.md` lists it.
enum ExitCode: Int32 {
    case done = 0

    // The server and the tools for its data, by the numbers of sysexits.h.

    case usage = 64
    case storageFailed = 74
    case inUse = 75
    case badConfiguration = 78

    // `toile ctl` and `toile console`: scripts that moderate tell these apart.

    case failed = 1
    case badCommand = 2
    case unreachable = 3
    case notAllowed = 4
    case notFound = 5
    case conflict = 6
    case partly = 7
    case interrupted = 130
}

/// Why the program cannot go on: what happened, and what to do about it.
struct Failure: Error {
    let code: ExitCode
    let what: String
    let remedy: String

    init(_ code: ExitCode, _ what: String, _ remedy: String) {
        self.code = code
        self.what = what
        self.remedy = remedy
    }

    /// One line, in which nothing from outside is more than text.
    var line: String { CellText("\(what): \(remedy)").string }

    /// The same, for a command that ends otherwise because of it.
    func ending(_ code: ExitCode) -> Failure {
        Failure(code, what, remedy)
    }
}
