import Foundation
import Reactor
import Testing

/// Sockets that are files.
struct PathListenerTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "toile-\(UUID().uuidString)")

    /// Has somebody connect, and sees who came.
    private func expectReachable(at path: String) throws {
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let loop = try EventLoop()
        var user: UInt32?
        let listener = try Listener(on: loop, path: path) { socket in
            user = socket.peerUser
            loop.stop()
        }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let client = try StreamSocket.connect(path: path)
        loop.run()
        #expect(user == geteuid())
        withExtendedLifetime(client) {}
        listener.close()
        listener.close()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `it is there for its owner, who is known, and gone with its listener`() throws {
        try expectReachable(at: folder.path + "/socket")
    }

    @Test func `a path may be longer than a socket's address`() throws {
        let long = (0..<4).map { _ in String(repeating: "a", count: 60) }.joined(separator: "/")
        try expectReachable(at: "\(folder.path)/\(long)/socket")
    }

    @Test func `a socket that was left is replaced, and nothing else is`() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/socket"
        let loop = try EventLoop()
        let first = try Listener(on: loop, path: path) { _ in }
        let second = try Listener(on: loop, path: path) { _ in }
        second.close()
        first.close()
        try Data().write(to: URL(filePath: path))
        #expect(throws: SystemError.self) { try Listener(on: loop, path: path) { _ in } }
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `nobody there is an error`() throws {
        #expect(throws: SystemError.self) { _ = try StreamSocket.connect(path: folder.path + "/none") }
    }
}
