import Reactor
import Wire

/// One request and its answer, for what is needed before clients can come.
final class Visit: EventHandler {
    private unowned let crowd: Crowd
    private let socket: StreamSocket
    private let request: [UInt8]
    private var watch: Watch?
    private var answer: [UInt8] = []

    private init(_ crowd: Crowd, _ request: String) throws(BenchFailure) {
        self.crowd = crowd
        self.request = Array(request.utf8)
        do throws(SystemError) {
            socket = try StreamSocket.connect(host: "127.0.0.1", port: crowd.port)
            super.init()
            watch = try crowd.loop.watch(socket.descriptor, for: .writable, handler: self)
        } catch {
            throw BenchFailure("cannot connect: \(error)")
        }
    }

    override func ready(_ readiness: Readiness) {
        guard let watch else { return }
        if readiness.contains(.writable) {
            // A request this short always fits into a fresh socket.
            _ = socket.write(request, from: 0, to: request.count)
            return crowd.loop.change(watch, to: .readable)
        }
        if case .bytes(let count) = socket.read(into: &crowd.loop.readBuffer) {
            answer += crowd.loop.readBuffer[..<count]
        } else {
            self.watch = nil
            crowd.loop.unwatch(watch)
        }
    }

    /// The JSON body that a request is answered with.
    private static func json(_ method: String, _ path: String, in crowd: Crowd) throws(BenchFailure)
        -> JSONValue
    {
        let head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(crowd.port)\r\nConnection: close\r\n"
        let visit = try Visit(crowd, head + "Content-Length: 0\r\n\r\n")
        try crowd.wait("\(method) \(path)", seconds: 60) { visit.watch == nil }
        let blankLine = Array("\r\n\r\n".utf8)
        guard let end = visit.answer.indices.first(where: { visit.answer[$0...].starts(with: blankLine) })
        else {
            throw BenchFailure("\(method) \(path) was not answered")
        }
        do throws(JSONError) {
            return try JSONValue.parse(Array(visit.answer[(end + blankLine.count)...]))
        } catch {
            throw BenchFailure("\(method) \(path) was answered with no JSON")
        }
    }

    /// A new session's token.
    static func token(in crowd: Crowd) throws(BenchFailure) -> String {
        guard let token = try json("POST", "/api/session", in: crowd)["token"]?.string else {
            throw BenchFailure("no session was given")
        }
        return token
    }

    /// The state of the board `main`.
    static func state(in crowd: Crowd) throws(BenchFailure) -> StateName {
        let board = try json("GET", "/api/boards/main", in: crowd)
        guard let epoch = board["epoch"]?.integer, let seq = board["seq"]?.integer else {
            throw BenchFailure("the board has no state")
        }
        return StateName(epoch: UInt32(epoch), seq: UInt64(seq))
    }
}
