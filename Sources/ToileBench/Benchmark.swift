/// How much work a benchmark does.
enum Scale: Sendable {
    /// A moment's worth, to see that it still works. Figures mean nothing, and nothing slow is started.
    case smoke
    /// For a quick look.
    case small
    /// What the goals are stated for.
    case full

    /// The one of three amounts that is meant.
    func pick<Amount>(smoke: Amount, small: Amount, full: Amount) -> Amount {
        switch self {
        case .smoke: smoke
        case .small: small
        case .full: full
        }
    }
}

/// What a benchmark is told.
struct Setting: Sendable {
    let scale: Scale
    /// The path of the `toile` that is measured.
    let server: String
}

/// One benchmark.
struct Benchmark: Sendable {
    let name: String
    let text: String
    let run: @Sendable (Setting) throws(BenchFailure) -> Report

    static let all: [Benchmark] = [
        .encode, .instructions, .idleMemory, .stalledReaders, .fanOut, .throughput,
        .ackLatency, .history, .rollback,
    ]
}

/// Why a benchmark has no result.
struct BenchFailure: Error {
    let what: String

    init(_ what: String) {
        self.what = what
    }
}
