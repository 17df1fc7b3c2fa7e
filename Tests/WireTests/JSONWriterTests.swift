import Foundation
import TestKit
import Testing
import Wire

@Suite struct JSONWriterTests {
    @Test func `commas come where they belong`() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        writer.beginArray()
        writer.integer(-1)
        writer.bool(true)
        writer.null()
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.string("x")
        writer.endArray()
        writer.key("b")
        writer.integer(UInt64.max)
        writer.key("c")
        writer.string(nil)
        writer.endObject()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"a":[-1,true,null,{},[],"x"],"b":18446744073709551615,"c":null}"#)
    }

    @Test func `what has to be escaped is escaped`() {
        #expect(written("\"\\/\n\r\t\u{8}\0\u{1f}\u{7f}") == #""\"\\/\n\r\t\u0008\u0000\u001f\u007f""#)
        #expect(written("\u{2028}\u{2029}é€😀") == #""\u2028\u2029é€😀""#)
        #expect(written("e\u{301}\r\n") == "\"e\u{301}\\r\\n\"")
    }

    @Test func `any string comes back from our parser and from Foundation's`() throws {
        var random = SeededRandom(seed: 9)
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let width = Int.random(in: 5...21, using: &random)
                let value = UInt32.random(in: 0..<(1 << width), using: &random)
                text.unicodeScalars.append(Unicode.Scalar(value) ?? "?")
            }
            let bytes = Array(written(text).utf8)
            #expect(try JSONValue.parse(bytes) == .string(text))
            let read = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(read as? String == text)
        }
    }

    private func written(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
