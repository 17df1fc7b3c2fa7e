import Glibc
import Ledger
import Picture
import Reactor
import Session

/// `toile timelapse`: what happened on a board, as an animated PNG or as a folder of pictures.
enum TimelapseCommand {
    /// So many moments at most: an animation of an hour.
    private static let momentsMax = 100_000

    static var options: [Option<ToolSettings>] {
        [
            ToolSettings.data, ToolSettings.board,
            Option("--every", "DURATION", "a frame for each of these, like 10s, 1m or 2h (1m)") {
                (settings, word) throws(Failure) in
                settings.everyMillis = try ToolSettings.duration(word, of: "--every")
            },
            ToolSettings.time("--from", "where it begins (where the board did)") { $0.fromMillis = $1 },
            ToolSettings.time("--to", "where it ends (now)") { $0.toMillis = $1 },
            Option("--crop", "X,Y,W,H", "show this part of the board (all of it)") {
                (settings, word) throws(Failure) in
                settings.crop = try crop(word)
            },
            ToolSettings.scale,
            .integer("--frame-millis", "N", 10...60_000, "how long a frame is shown (100)") {
                $0.frameMillis = $1
            },
            Option("--frames", nil, "OUT is a folder of pictures; so it is too if it ends in /") {
                settings, _ in
                settings.areFramesWanted = true
            },
            ToolSettings.help,
        ]
    }

    private static func crop(_ word: String) throws(Failure) -> [Int] {
        let numbers = word.split(separator: ",", omittingEmptySubsequences: false).compactMap {
            WholeNumber.read($0)
        }
        guard numbers.count == 4, word.split(separator: ",").count == 4 else {
            throw Failure(
                .usage, "--crop \(word) is not possible", "write X,Y,WIDTH,HEIGHT in pixels of the board")
        }
        return numbers
    }

    static func run(_ words: [String]) throws(Failure) {
        let words = Words(words, options)
        var settings = ToolSettings()
        try Option.parse(words.options, options, command: "timelapse", into: &settings)
        if settings.isHelpWanted { return Output.text(ToolHelp.timelapse) }
        let path = try words.only("file or folder", of: "timelapse")
        let progress = ProgressDisplay()
        let data = try StoredData(settings.dataDirectory, progress)
        let board = try data.board(settings.board)
        let crop = settings.crop.map { Crop(x: $0[0], y: $0[1], width: $0[2], height: $0[3]) }
        let picture = BoardPicture(board, crop: crop, scale: settings.scale)
        try picture.check()
        let times = try times(settings, of: board)
        let target: any Film =
            if settings.areFramesWanted || path.hasSuffix("/") || isFolder(path) {
                try FrameFolder(path, picture)
            } else {
                try AnimationFile(path, picture, frameMillis: settings.frameMillis)
            }
        try StoredData.opening { () throws(StorageError) in
            try data.archive.forEachState(
                of: board, at: times, { _ in true },
                { state in
                    target.show(state)
                    progress.show("drawing", UInt64(target.momentCount), of: UInt64(times.count))
                    return target.failure == nil
                })
        }
        progress.end()
        try target.finish()
        Output.line("toile: \(target.momentCount) moments, \(target.frameCount) frames in \(path)")
    }

    private static func times(_ settings: ToolSettings, of board: LedgerBoard) throws(Failure) -> [Int64] {
        let from = max(settings.fromMillis ?? board.createdAtMillis, board.createdAtMillis)
        let to = min(settings.toMillis ?? .max, WallClock.nowMillis())
        guard from <= to else {
            throw Failure(
                .usage, "the board did not exist then, or --to lies before --from",
                "it began at \(Moment.text(ofMillis: board.createdAtMillis))")
        }
        guard (to - from) / settings.everyMillis < momentsMax else {
            throw Failure(
                .usage, "that would be more than \(momentsMax) frames",
                "take a longer --every, or a shorter time")
        }
        var times = Array(stride(from: from, through: to, by: Int64.Stride(settings.everyMillis)))
        // The end is what people wait for.
        if times.last != to { times.append(to) }
        return times
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// What a time-lapse is written to.
protocol Film: AnyObject {
    /// Moments shown.
    var momentCount: Int { get }
    /// Frames in it; those in which nothing changed may be one.
    var frameCount: Int { get }
    /// What went wrong first; nothing is shown after it.
    var failure: Failure? { get }
    func show(_ state: ArchivedState)
    func finish() throws(Failure)
}

/// An animated PNG file.
final class AnimationFile: Film {
    private let file: OutputFile
    private let picture: BoardPicture
    private let frameMillis: Int
    private let encoder: AnimatedPNGEncoder
    private var lastSeq: UInt64?
    private var lastPixels: [UInt8] = []
    private var pictureFailure: Failure?
    private(set) var momentCount = 0

    var frameCount: Int { encoder.frameCount }
    var failure: Failure? { pictureFailure ?? file.failure }

    init(_ path: String, _ picture: BoardPicture, frameMillis: Int) throws(Failure) {
        let file = try OutputFile(path)
        self.file = file
        self.picture = picture
        self.frameMillis = frameMillis
        do throws(PictureError) {
            encoder = try AnimatedPNGEncoder(
                width: picture.crop.width, height: picture.crop.height, palette: picture.palette,
                scale: picture.scale
            ) { file.write($0) }
        } catch {
            throw Failure(picture: error)
        }
    }

    func show(_ state: ArchivedState) {
        momentCount += 1
        if lastSeq != state.seq { lastPixels = picture.cut(state.colours) }
        lastSeq = state.seq
        do throws(PictureError) {
            try encoder.add(lastPixels, millis: frameMillis)
        } catch {
            pictureFailure = Failure(picture: error)
        }
    }

    func finish() throws(Failure) {
        if let failure { throw failure }
        do throws(PictureError) {
            let patch = try encoder.finish()
            file.overwrite(patch.bytes, at: patch.offset)
        } catch {
            throw Failure(picture: error)
        }
        try file.finish()
    }
}

/// A folder of pictures with numbers, one for each moment, as programs that make films want them.
final class FrameFolder: Film {
    private let path: String
    private let picture: BoardPicture
    private var lastSeq: UInt64?
    private var lastPicture: [UInt8] = []
    private(set) var momentCount = 0
    private(set) var failure: Failure?

    var frameCount: Int { momentCount }

    init(_ path: String, _ picture: BoardPicture) throws(Failure) {
        self.path = path.hasSuffix("/") ? String(path.dropLast()) : path
        self.picture = picture
        guard mkdir(self.path, 0o777) == 0 || errno == EEXIST else {
            throw .file("make the folder", self.path, errno)
        }
    }

    func show(_ state: ArchivedState) {
        guard failure == nil else { return }
        momentCount += 1
        do throws(Failure) {
            if lastSeq != state.seq { lastPicture = try picture.encode(state.colours) }
            lastSeq = state.seq
            let digits = String(momentCount)
            let name = "frame-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".png"
            let file = try OutputFile("\(path)/\(name)")
            file.write(lastPicture)
            try file.finish()
        } catch {
            failure = error
        }
    }

    func finish() throws(Failure) {
        if let failure { throw failure }
    }
}
