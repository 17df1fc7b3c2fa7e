import Glibc
import Reactor
import Wire

/// An answer of a server to its operator.
struct AdminAnswer {
    let status: Int
    let body: [UInt8]

    /// What an error says.
    var message: String {
        let error = (try? JSONValue.parse(body))?["error"]
        let message = error?["message"]?.string ?? "it answered \(status)"
        return message.hasSuffix(".") ? String(message.dropLast()) : message
    }
}

/// Talks to the server that is using a data directory, through the socket that lies in it. One request, one
/// answer, one connection.
struct AdminClient {
    /// How long a server may say nothing: a picture of the past takes a while.
    private static let silenceMillisMax: Int32 = 60_000
    private static let answerBytesMax = 256 << 20

    private let path: String

    static func socketPath(in directory: String) -> String { directory + "/admin.sock" }

    /// The server that is using this data directory; nil if there is none.
    init?(data directory: String) throws(Failure) {
        try self.init(socket: Self.socketPath(in: directory))
    }

    /// The server behind this socket; nil if there is none.
    init?(socket path: String) throws(Failure) {
        self.path = path
        guard try connect() != nil else { return nil }
    }

    private func connect() throws(Failure) -> StreamSocket? {
        do throws(SystemError) {
            return try StreamSocket.connect(path: path)
        } catch {
            // ENOTDIR and ELOOP are for whoever opens the data itself.
            if [ENOENT, ECONNREFUSED, ENOTDIR, ELOOP].contains(error.number) { return nil }
            throw Failure(
                .inUse, "cannot reach the server through \(path): \(error)",
                "run this as the user that runs the server, or as root")
        }
    }

    /// Asks, and waits for the answer.
    func ask(_ method: String, _ target: String, body: [UInt8] = []) throws(Failure) -> AdminAnswer {
        guard let socket = try connect() else { throw silence("it has just stopped") }
        let head =
            "\(method) \(target) HTTP/1.1\r\nHost: toile\r\nConnection: close\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        try send(Array(head.utf8) + body, to: socket)
        let answer = try receive(from: socket)
        guard let parsed = Self.parse(answer) else {
            throw silence("it hung up: it does not serve this user")
        }
        return parsed
    }

    private func send(_ bytes: [UInt8], to socket: borrowing StreamSocket) throws(Failure) {
        var start = 0
        while start < bytes.count {
            switch socket.write(bytes, from: start, to: bytes.count) {
            case .bytes(let count): start += count
            case .wouldBlock: try wait(for: POLLOUT, on: socket)
            // Perhaps it has said why.
            case .ended, .failed: return
            }
        }
    }

    private func receive(from socket: borrowing StreamSocket) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < Self.answerBytesMax {
            switch socket.read(into: &piece) {
            case .bytes(let count): bytes += piece[..<count]
            case .wouldBlock: try wait(for: POLLIN, on: socket)
            case .ended, .failed: return bytes
            }
        }
        throw silence("its answer has no end")
    }

    private func wait(for events: Int32, on socket: borrowing StreamSocket) throws(Failure) {
        var poll = pollfd(fd: socket.descriptor.number, events: Int16(events), revents: 0)
        let count = Glibc.poll(&poll, 1, Self.silenceMillisMax)
        guard count != 0 else { throw silence("it says nothing") }
    }

    private func silence(_ what: String) -> Failure {
        Failure(
            .inUse, "the server behind \(path) does not answer: \(what)",
            "see whether it is well, and run this as the user that runs it, or as root")
    }

    /// Takes an answer apart that ends with its connection.
    private static func parse(_ bytes: [UInt8]) -> AdminAnswer? {
        var end = 0
        while end + 4 <= bytes.count, !bytes[end..<end + 4].elementsEqual([13, 10, 13, 10]) { end += 1 }
        guard end + 4 <= bytes.count else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
        return AdminAnswer(status: status, body: Array(bytes[(end + 4)...]))
    }
}
