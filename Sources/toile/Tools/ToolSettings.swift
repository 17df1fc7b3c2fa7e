import Canvas
import Glibc
import Session
import Wire

/// What the words of the commands say that work on stored data.
struct ToolSettings {
    var dataDirectory = "./toile-data"
    var board = BoardName.main
    var isHelpWanted = false

    // Of doctor.
    var isRepairWanted = false
    // Of export.
    var sinceMillis = Int64.min
    var untilMillis = Int64.max
    var isJSON = false
    // Of pictures.
    var moment: Moment?
    var momentText: String?
    var scale = 1
    // Of timelapse.
    var everyMillis: Int64 = 60_000
    var fromMillis: Int64?
    var toMillis: Int64?
    var crop: [Int]?
    var frameMillis = 100
    var areFramesWanted = false
}

extension ToolSettings {
    typealias ToolOption = Option<ToolSettings>

    static var help: ToolOption {
        ToolOption("--help", nil, "this text") { settings, _ in settings.isHelpWanted = true }
    }

    static var data: ToolOption {
        ToolOption("--data", "DIR", "the data directory of the server (./toile-data)") { settings, word in
            settings.dataDirectory = word
        }
    }

    static var board: ToolOption {
        ToolOption("--board", "NAME", "which board (main)") { (settings, word) throws(Failure) in
            guard let name = BoardName(word) else {
                throw Failure(
                    .usage, "--board \(word) is not possible", "give a name of a-z, 0-9, _ and -, like main")
            }
            settings.board = name
        }
    }

    static var scale: ToolOption {
        .integer("--scale", "N", 1...16, "each pixel becomes a square of that many (1)") { $0.scale = $1 }
    }

    /// An option that is a time.
    static func time(
        _ name: String, _ text: String, _ set: @escaping (inout ToolSettings, Int64) -> Void
    ) -> ToolOption {
        ToolOption(name, "TIME", text) { (settings, word) throws(Failure) in
            guard case .time(let millis) = try moment(word, of: name) else {
                throw Failure(
                    .usage, "\(name) \(word) is no time", "write it like 2026-07-14T20:00:00Z")
            }
            set(&settings, millis)
        }
    }

    static func moment(_ word: String, of name: String) throws(Failure) -> Moment {
        do throws(RouteError) {
            return try Moment(word)
        } catch {
            throw Failure(
                .usage, "\(name) \(word) is no moment",
                "write a time like 2026-07-14T20:00:00Z, or a state like 123456.789 where that is possible")
        }
    }

    /// A length of time as people write it: 500ms, 10s, 5m, 2h, 1d.
    static func duration(_ word: String, of name: String) throws(Failure) -> Int64 {
        if let millis = HumanDuration.read(word), millis > 0 { return millis }
        throw Failure(.usage, "\(name) \(word) is not possible", "write it like 500ms, 10s, 5m, 2h or 1d")
    }
}

extension Failure {
    /// Something that the kernel did not let us do with a file.
    static func file(_ doing: String, _ path: String, _ number: Int32) -> Failure {
        let code: ExitCode = [ENOSPC, EDQUOT, EIO].contains(number) ? .storageFailed : .badConfiguration
        return Failure(
            code, "cannot \(doing) \(path): \(String(cString: strerror(number)))",
            code == .storageFailed ? "make room on that disk, or take another" : "choose another file")
    }
}
