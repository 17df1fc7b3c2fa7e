import Foundation
import TestKit

/// A file system of its own, mounted for one test by whoever may.
final class Volume {
    /// What it is made of.
    enum Kind {
        /// Memory, of so many MiB.
        case memory(mebibytes: Int)
        /// ext4 in a file, behind a loop device.
        case ext4(mebibytes: Int)
    }

    let path: String
    private let directory: URL
    private let source: [String]

    /// Whether file systems can be mounted here: it takes root, and for `ext4` a loop device and `mkfs.ext4`.
    static func canMount(_ kind: Kind) -> Bool {
        guard geteuid() == 0, let volume = try? Volume(kind) else { return false }
        return FileManager.default.fileExists(atPath: volume.path)
    }

    init(_ kind: Kind) throws {
        directory = try ToileProcess.makeDirectory()
        path = directory.appending(path: "volume").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        switch kind {
        case .memory(let mebibytes):
            source = ["-t", "tmpfs", "-o", "size=\(mebibytes)m", "tmpfs"]
        case .ext4(let mebibytes):
            let image = directory.appending(path: "image").path
            try Self.run("truncate", ["-s", "\(mebibytes)M", image])
            try Self.run("mkfs.ext4", ["-q", "-F", image])
            source = ["-o", "loop", image]
        }
        try mount()
    }

    deinit {
        try? unmount()
        try? FileManager.default.removeItem(at: directory)
    }

    func mount() throws {
        try Self.run("mount", source + [path])
    }

    func unmount() throws {
        try Self.run("umount", [path])
    }

    /// As if its power went: nothing reaches it any more, and what is still in the journal's memory is lost.
    func cutPower() throws {
        let shutDown: UInt = 0x8004_587d
        var withoutFlushing: UInt32 = 2
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard ioctl(descriptor, shutDown, &withoutFlushing) == 0 else {
            throw Broken("this ext4 cannot be shut down: error \(errno)")
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["PATH=/usr/sbin:/sbin:/usr/bin:/bin", program] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Broken("\(program) \(arguments) failed") }
    }
}
