// The only file of this target that speaks to C. Every pointer here is made from an array for the length of
// one call, which makes each `unsafe` below safe: zlib neither keeps them nor reads or writes past the counts
// given beside them.
import CZlib

/// How many bytes one step makes at most before they are moved to where they are wanted.
private let scratchByteCount = 16 * 1024

/// Inflates raw deflate data that comes in pieces.
@safe final class Inflater {
    private let stream: OpaquePointer
    /// The data ended with a final block, exactly with its last byte.
    private(set) var hasEndedExactly = false
    /// The data ended where a block ended and a byte did.
    private(set) var isBetweenBlocks = true

    init(windowBits: Int) {
        guard let stream = unsafe toile_inflater_create(Int32(windowBits)) else {
            fatalError("no memory for zlib")
        }
        unsafe self.stream = stream
    }

    deinit {
        unsafe toile_inflater_free(stream)
    }

    /// Forgets everything, its window included.
    func reset(windowBits: Int) {
        guard unsafe toile_inflater_reset(stream, Int32(windowBits)) else {
            fatalError("a window of no size")
        }
        hasEndedExactly = false
        isBetweenBlocks = true
    }

    /// Inflates `input[range]` and appends what comes out, until `output` is longer than `byteCountMax`.
    func inflate(
        _ input: [UInt8], _ range: Range<Int>, to output: inout [UInt8], byteCountMax: Int
    ) throws(WebSocketError) {
        var position = range.lowerBound
        while true {
            let room = min(scratchByteCount, byteCountMax - output.count + 1)
            let step = run(input, position..<range.upperBound, to: &output, room: room)
            position += step.consumed
            guard output.count <= byteCountMax else { throw .messageTooLong }
            guard !step.failed else { throw .badCompression }
            hasEndedExactly = step.reached_end && position == range.upperBound
            isBetweenBlocks = step.is_between_blocks
            if step.reached_end {
                // A peer may end every message with a final block; what follows may still refer to what came
                // before.
                unsafe toile_inflater_reset_keeping_window(stream)
                if hasEndedExactly { return }
            } else if step.produced < room {
                guard position == range.upperBound else { throw .badCompression }
                return
            }
        }
    }

    private func run(
        _ input: [UInt8], _ range: Range<Int>, to output: inout [UInt8], room: Int
    ) -> toile_zlib_step {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { scratch in
            let step = unsafe input.withUnsafeBufferPointer { bytes in
                let start = unsafe bytes.baseAddress.map { unsafe $0 + range.lowerBound }
                return unsafe toile_inflater_run(stream, start, range.count, scratch.baseAddress, room)
            }
            unsafe output.append(contentsOf: scratch.prefix(step.produced))
            return step
        }
    }
}

/// Deflates whole messages.
@safe final class Deflater {
    private let stream: OpaquePointer

    /// - Parameter windowBits: how far back the receiver can look. zlib makes no raw data for a window of 8
    ///   bits, but what it makes for 9 never looks back farther than 250 bytes (512 less the 262 it keeps
    ///   free for the longest match and its look-ahead), so it serves receivers with 256 bytes too.
    init(windowBits: Int, level: Int) {
        let bits = max(9, windowBits)
        // The hash table grows with the window, for a small window has few places to find.
        guard let stream = unsafe toile_deflater_create(Int32(level), Int32(bits), Int32(min(8, bits - 7)))
        else {
            fatalError("no memory for zlib")
        }
        unsafe self.stream = stream
    }

    /// One that makes gzip files.
    init(gzipLevel: Int) {
        guard let stream = unsafe toile_deflater_create(Int32(gzipLevel), 31, 8) else {
            fatalError("no memory for zlib")
        }
        unsafe self.stream = stream
    }

    deinit {
        unsafe toile_deflater_free(stream)
    }

    /// Forgets everything, its window included.
    func reset() {
        unsafe toile_deflater_reset(stream)
    }

    /// Deflates `input[range]` and appends it up to a byte boundary, `00 00 ff ff` included; or up to the
    /// end.
    func deflate(_ input: [UInt8], _ range: Range<Int>, finishes: Bool, to output: inout [UInt8]) {
        var position = range.lowerBound
        while true {
            let step = run(input, position..<range.upperBound, finishes: finishes, to: &output)
            precondition(!step.failed, "zlib refuses to deflate")
            position += step.consumed
            if position == range.upperBound && (step.reached_end || step.produced < scratchByteCount) {
                return
            }
        }
    }

    private func run(
        _ input: [UInt8], _ range: Range<Int>, finishes: Bool, to output: inout [UInt8]
    ) -> toile_zlib_step {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: scratchByteCount) { scratch in
            let step = unsafe input.withUnsafeBufferPointer { bytes in
                let start = unsafe bytes.baseAddress.map { unsafe $0 + range.lowerBound }
                return unsafe toile_deflater_flush(
                    stream, start, range.count, scratch.baseAddress, scratchByteCount, finishes)
            }
            unsafe output.append(contentsOf: scratch.prefix(step.produced))
            return step
        }
    }
}
