import Canvas
import Picture
import Reactor
import Session
import Synchronization
import WebSocket
import Wire

/// One encoding of one state of a board. Equal keys have equal bytes, for good.
struct EncodingKey: Hashable, Sendable {
    enum Form: Hashable, Sendable {
        case picture(SnapshotQuery)
        case gzip
    }

    let board: UInt16
    let state: StateName
    let form: Form
}

/// Keeps encodings, so that each is made once for all who ask for it, and knows which are being made.
struct PictureDesk {
    typealias Reply = @Sendable ([UInt8]?) -> Void

    enum Request {
        /// It is being made; the reply will be called.
        case joined
        /// Nobody has asked before: the caller has to have it made.
        case first
    }

    let worker: WorkerThread
    let lights = Lights()
    private var kept: [(key: EncodingKey, bytes: [UInt8])] = []
    private var keptByteCount = 0
    private var waiting: [EncodingKey: [Reply]] = [:]

    init(worker: WorkerThread) {
        self.worker = worker
    }

    func bytes(of key: EncodingKey) -> [UInt8]? {
        kept.first { $0.key == key }?.bytes
    }

    mutating func request(_ key: EncodingKey, reply: @escaping Reply) -> Request {
        defer { waiting[key, default: []].append(reply) }
        return waiting[key] == nil ? .first : .joined
    }

    /// The encoding is made, or could not be (nil): all who wait are told. The oldest encodings make room.
    mutating func finish(_ key: EncodingKey, _ bytes: [UInt8]?) {
        if let bytes, bytes.count <= Limits.pictureCacheBytesMax {
            kept.append((key, bytes))
            keptByteCount += bytes.count
            while keptByteCount > Limits.pictureCacheBytesMax || kept.count > Limits.picturesKeptMax {
                keptByteCount -= kept.removeFirst().bytes.count
            }
        }
        for reply in waiting.removeValue(forKey: key) ?? [] { reply(bytes) }
    }
}

/// Whether pictures are still made: seen by the loop, which puts the lights out, and by the thread that makes
/// them.
final class Lights: Sendable {
    private let areOut = Atomic<Bool>(false)

    var areOn: Bool { !areOut.load(ordering: .relaxed) }

    func putOut() {
        areOut.store(true, ordering: .relaxed)
    }
}

/// A board's pixels at one state.
struct PixelState: Sendable {
    let state: StateName
    let digest: UInt32
    let colours: [UInt8]
    /// When it became so, in milliseconds since 1970; nil where that cannot be told.
    let changedAtMillis: Int64?
}

extension CanvasActor {
    /// The pixels as they are now, or at a state that was named lately.
    func pixels(board: UInt16, state: StateName?) -> PixelState? {
        let hosted = boards[Int(board)]
        let now = StateName(epoch: hosted.epoch, seq: hosted.board.shown.seq)
        guard let state, state != now else {
            let pixels = PixelState(
                state: now, digest: hosted.board.shown.digest.value, colours: hosted.board.shown.colours,
                changedAtMillis: hosted.changedAtMillis)
            hosted.namedStates.keep(pixels)
            return pixels
        }
        return hosted.namedStates[state]
    }

    /// The pixels at a moment, the last state not after it, as far as they are in memory.
    func pixels(board: UInt16, at moment: Moment?) -> Result<PixelState, RouteError> {
        let hosted = boards[Int(board)]
        switch moment {
        case nil: break
        case .state(let state):
            if state.epoch == hosted.epoch, state.seq > hosted.board.shown.seq { return .failure(.future) }
            guard let pixels = pixels(board: board, state: state) else { return .failure(.notHeld) }
            return .success(pixels)
        case .time(let millis):
            if millis > wallClock() { return .failure(.future) }
            if millis < hosted.changedAtMillis { return .failure(.notHeld) }
        }
        guard let pixels = pixels(board: board, state: nil) else { return .failure(.notHeld) }
        return .success(pixels)
    }

    /// An encoding of those pixels: kept, or made on the picture thread from a copy of them.
    func encode(
        _ pixels: PixelState, as form: EncodingKey.Form, board: UInt16, reply: @escaping PictureDesk.Reply
    ) {
        let key = EncodingKey(board: board, state: pixels.state, form: form)
        if let bytes = pictures.bytes(of: key) { return reply(bytes) }
        guard case .first = pictures.request(key, reply: reply) else { return }
        let hosted = boards[Int(board)]
        let width = hosted.board.shown.shape.width
        let palette = hosted.palette.colours
        let lights = pictures.lights
        let isTaken = pictures.worker.post { [self] in
            // What waits when the server goes away is not made: its end must not wait for it.
            let bytes =
                lights.areOn ? Self.encoding(of: pixels, as: form, width: width, palette: palette) : nil
            loop.post { self.assumeIsolated { $0.pictures.finish(key, bytes) } }
        }
        if !isTaken { pictures.finish(key, nil) }
    }

    private static func encoding(
        of pixels: PixelState, as form: EncodingKey.Form, width: Int, palette: [Colour]
    ) -> [UInt8]? {
        switch form {
        case .gzip: Gzip.compress(pixels.colours, level: gzipLevel)
        case .picture(let query): picture(of: pixels.colours, width: width, palette: palette, query: query)
        }
    }

    private static let gzipLevel = 6

    private static func picture(
        of colours: [UInt8], width: Int, palette: [Colour], query: SnapshotQuery
    ) -> [UInt8]? {
        try? PNGEncoder.encode(
            pixels: colours, width: width, height: colours.count / width,
            palette: palette.map { ($0.red, $0.green, $0.blue) },
            crop: Crop(x: query.x, y: query.y, width: query.width, height: query.height), scale: query.scale,
            level: Self.gzipLevel)
    }
}

extension RouteError {
    fileprivate static let future = RouteError(
        status: 422, code: "future", message: "That moment is still to come.")
}

/// The pixels of the newest states that somebody was told the name of. Each is a whole board, so they are
/// few.
struct NamedStates {
    private var states: [PixelState] = []

    subscript(name: StateName) -> PixelState? {
        states.first { $0.state == name }
    }

    mutating func keep(_ pixels: PixelState) {
        guard self[pixels.state] == nil else { return }
        states.append(pixels)
        while states.count > Limits.namedStatesMax || byteCount > Limits.namedStatesBytesMax, states.count > 1
        {
            states.removeFirst()
        }
    }

    private var byteCount: Int { states.reduce(0) { $0 + $1.colours.count } }
}
