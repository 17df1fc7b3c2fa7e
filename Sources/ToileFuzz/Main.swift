import Foundation

// One program for all targets. Built as usual it replays the files given as arguments, which is how a finding
// is looked into. Built with `-sanitize=fuzzer -DFUZZING` it is a libFuzzer program and takes libFuzzer's
// arguments.

/// What FUZZ_TARGET says.
private let chosenName = ProcessInfo.processInfo.environment["FUZZ_TARGET"]

#if FUZZING
@main
enum Main {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(runFuzzer(&count, &arguments, feed))
    }
}

/// libFuzzer's loop. SwiftPM makes our main function the program's, so that libFuzzer's own is never run.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ feed: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// libFuzzer calls this with every input.
@_cdecl("LLVMFuzzerTestOneInput")
func feed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    FuzzTarget.runChosen(chosenName, Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
#else
@main
enum Main {
    static func main() throws {
        for path in CommandLine.arguments.dropFirst() {
            let input = try Data(contentsOf: URL(filePath: path))
            FuzzTarget.runChosen(chosenName, [UInt8](input))
            print("\(path): nothing wrong")
        }
    }
}
#endif
