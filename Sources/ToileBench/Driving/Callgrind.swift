import Foundation

/// Counts the instructions that a server spends in user space. Counts hardly depend on what else the machine
/// does.
struct Callgrind {
    /// The server without its debug information, which Debian's valgrind cannot read.
    let program: String
    private let outputFile: URL

    private static let valgrind = "/usr/bin/valgrind"
    private static let strip = "/usr/bin/strip"
    private static let folder = URL(fileURLWithPath: ".build/bench")

    /// The profile of the given name is left in `.build/bench` below the working directory, for
    /// `callgrind_annotate`.
    init(of program: String, named name: String) throws(BenchFailure) {
        self.program = Self.folder.appendingPathComponent("toile").path
        outputFile = Self.folder.appendingPathComponent("callgrind.\(name)")
        for tool in [Self.valgrind, Self.strip] where !FileManager.default.isExecutableFile(atPath: tool) {
            throw BenchFailure("there is no \(tool): apt-get install valgrind binutils")
        }
        do {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            let stripping = try Process.run(
                URL(fileURLWithPath: Self.strip), arguments: ["-g", "-o", self.program, program])
            stripping.waitUntilExit()
            guard stripping.terminationStatus == 0 else {
                throw BenchFailure("strip ended with \(stripping.terminationStatus)")
            }
        } catch {
            throw BenchFailure("cannot prepare \(program): \(error)")
        }
    }

    /// What stands before the program to be counted.
    var tool: [String] {
        [Self.valgrind, "--tool=callgrind", "--quiet", "--callgrind-out-file=\(outputFile.path)"]
    }

    /// All instructions, once the program has ended.
    func instructionCount() throws(BenchFailure) -> Int {
        let text = (try? String(contentsOf: outputFile, encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") where line.hasPrefix("totals:") {
            if let count = line.split(separator: " ").last.flatMap({ Int($0) }) { return count }
        }
        throw BenchFailure("callgrind wrote no total into \(outputFile.path)")
    }
}
