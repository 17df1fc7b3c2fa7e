import Foundation

/// An admin socket that answers from a script, one connection after the other.
final class ScriptedAdmin: @unchecked Sendable {
    // Safe because everything that changes is behind the lock.
    private let lock = NSLock()
    private var answers: [String: (status: Int, body: String)] = [:]
    private var seen: [(request: String, body: String)] = []
    private let listener: Int32
    private let folder: URL

    /// Where it listens.
    var path: String { folder.appending(path: "admin.sock").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "toile-ctl-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(folder.appending(path: "admin.sock").path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        Thread.detachNewThread { [listener, weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    // Nobody else closes it: another listener could get its number while this waits.
                    close(listener)
                    return
                }
                self?.serve(connection)
                close(connection)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        try? FileManager.default.removeItem(at: folder)
    }

    /// What is answered from now on to a request like `GET /admin/bans`.
    func answer(_ request: String, status: Int = 200, _ body: String) {
        lock.withLock { answers[request] = (status, body) }
    }

    /// What was asked so far.
    var requests: [String] { lock.withLock { seen.map(\.request) } }
    /// The body of the last request.
    var lastBody: String { lock.withLock { seen.last?.body ?? "" } }

    private func serve(_ connection: Int32) {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !Self.isWhole(text) {
            let count = read(connection, &buffer, buffer.count)
            // Somebody who only looks whether there is a server.
            guard count > 0 else { return }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        let halves = text.components(separatedBy: "\r\n\r\n")
        let request = text.split(separator: " ").prefix(2).joined(separator: " ")
        let answer = lock.withLock {
            seen.append((request, halves[1]))
            return answers[request] ?? (404, #"{"error":{"code":"not-found","message":"nothing there"}}"#)
        }
        let response =
            "HTTP/1.1 \(answer.status) X\r\nContent-Length: \(answer.body.utf8.count)\r\n\r\n\(answer.body)"
        _ = Array(response.utf8).withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
    }

    private static func isWhole(_ text: String) -> Bool {
        let halves = text.components(separatedBy: "\r\n\r\n")
        guard halves.count == 2, let length = halves[0].components(separatedBy: "Content-Length: ").last
        else {
            return false
        }
        return halves[1].utf8.count >= Int(length.prefix { $0.isNumber }) ?? 0
    }
}
