import Ledger
import Reactor
import Secrets
import Session

/// `toile export`: every placement of a board, for whoever wants to work with them, and without a word about
/// who the people are.
enum ExportCommand {
    static var options: [Option<ToolSettings>] {
        [
            ToolSettings.data, ToolSettings.board,
            ToolSettings.time("--since", "leave out what was placed before (the beginning)") {
                $0.sinceMillis = $1
            },
            ToolSettings.time("--until", "leave out what was placed after (the end)") { $0.untilMillis = $1 },
            Option<ToolSettings>("--format", "csv|ndjson", "lines of values, or of JSON objects (csv)") {
                (settings, word) throws(Failure) in
                guard ["csv", "ndjson"].contains(word) else {
                    throw Failure(.usage, "--format \(word) is not possible", "write csv or ndjson")
                }
                settings.isJSON = word == "ndjson"
            },
            ToolSettings.help,
        ]
    }

    static func run(_ words: [String]) throws(Failure) {
        let words = Words(words, options)
        var settings = ToolSettings()
        try Option.parse(words.options, options, command: "export", into: &settings)
        if settings.isHelpWanted { return Output.text(ToolHelp.export) }
        let path = words.things.isEmpty ? nil : try words.only("file", of: "export")
        let progress = ProgressDisplay()
        let data = try StoredData(settings.dataDirectory, progress)
        let board = try data.board(settings.board)
        let file = try OutputFile(path == "-" ? nil : path)
        var lines = ExportLines(isJSON: settings.isJSON)
        if !settings.isJSON { file.write(ExportLines.header) }
        try StoredData.opening { () throws(StorageError) in
            try data.archive.forEachPlacement(
                of: board,
                watch: {
                    progress.show($0)
                    return true
                }
            ) { placement in
                if (settings.sinceMillis...max(settings.sinceMillis, settings.untilMillis)).contains(
                    placement.timeMillis)
                {
                    file.write(lines.line(of: placement))
                }
                return file.failure == nil
            }
        }
        progress.end()
        try file.finish()
    }
}

/// Placements as lines. A player is a keyed hash whose key is made for one export and kept nowhere: it tells
/// that two placements are by the same person, and nothing else.
struct ExportLines {
    static let header = Array("epoch,seq,time,x,y,colour,player,undo\n".utf8)
    /// Hashes that are remembered; past it they are made anew.
    private static let hashesMax = 1 << 16
    private static let hashByteCount = 8

    private let isJSON: Bool
    private let key = HashKey(SystemRandom.bytes(HashKey.byteCount))
    private var hashes: [UInt32: String] = [:]
    private var second: (millis: Int64, text: String) = (.min, "")

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    mutating func line(of placement: ArchivedPlacement) -> String.UTF8View {
        let time = time(placement.timeMillis)
        let player = hash(of: placement.player)
        let (epoch, seq) = (placement.epoch, placement.seq)
        let (x, y, colour) = (placement.x, placement.y, placement.colour)
        let undo = placement.isUndo ? #","undo":true"# : ""
        let line =
            isJSON
            ? #"{"epoch":\#(epoch),"seq":\#(seq),"time":"\#(time)","x":\#(x),"y":\#(y),"#
                + #""colour":\#(colour),"player":"\#(player)"\#(undo)}"# + "\n"
            : "\(epoch),\(seq),\(time),\(x),\(y),\(colour),\(player),\(placement.isUndo)\n"
        return line.utf8
    }

    /// Those placed together share it.
    private mutating func time(_ millis: Int64) -> String {
        if second.millis != millis { second = (millis, Moment.text(ofMillis: millis)) }
        return second.text
    }

    private mutating func hash(of player: UInt32) -> String {
        if let known = hashes[player] { return known }
        if hashes.count >= Self.hashesMax { hashes.removeAll(keepingCapacity: true) }
        let number = (0..<4).map { UInt8(truncatingIfNeeded: player >> UInt32($0 * 8)) }
        let text = Hexadecimal.text(key.hash(number).prefix(Self.hashByteCount))
        hashes[player] = text
        return text
    }
}
