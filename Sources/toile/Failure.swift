/// How the program ends, as `Docs/Protocol.md` lists it.
enum ExitCode: Int32 {
    case usage = 64
    case storageFailed = 74
    case inUse = 75
    case badConfiguration = 78
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
}
