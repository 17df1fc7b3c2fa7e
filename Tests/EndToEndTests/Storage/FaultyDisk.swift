import Foundation
import TestKit

/// A disk that fails when a test says so: a small library, compiled here and loaded into the server before
/// all others (`Tests/Fixtures/FaultyDisk`).
final class FaultyDisk {
    /// What goes wrong.
    enum Fault: CustomStringConvertible {
        case none
        /// The next sync of the log fails with EIO, once.
        case syncFails
        /// The next write to the log fails with EIO, once.
        case writeFails
        /// There is no room.
        case full
        /// Every sync takes so long.
        case slow(millis: Int)

        var description: String {
            switch self {
            case .none: "none"
            case .syncFails: "sync-eio"
            case .writeFails: "write-eio"
            case .full: "full"
            case .slow(let millis): "slow \(millis)"
            }
        }
    }

    /// Nil, and the tests that need it are skipped, where there is no C compiler.
    static let compiler = ["cc", "clang", "gcc"].lazy.compactMap { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }.first

    private let directory: URL

    init() throws {
        directory = try ToileProcess.makeDirectory()
        try switchTo(.none)
        let compiler = Process()
        compiler.executableURL = URL(filePath: Self.compiler ?? "/usr/bin/cc")
        compiler.arguments = [
            "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library,
            ProjectFiles.root.appending(path: "Tests/Fixtures/FaultyDisk/faults.c").path,
        ]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw Broken("faults.c does not compile") }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    private var library: String { directory.appending(path: "faults.so").path }
    private var wish: URL { directory.appending(path: "wish") }

    /// What a server has to be started with.
    var environment: [String: String] { ["LD_PRELOAD": library, "FAULTY_DISK": wish.path] }

    /// From the next call on; the file is replaced, so that nobody reads half a word.
    func switchTo(_ fault: Fault) throws {
        try Data("\(fault)\n".utf8).write(to: wish, options: .atomic)
    }
}
