import Foundation
import TestKit
import Testing
import Wire

@Suite struct JSONParserTests {
    @Test func `every kind of value is read`() throws {
        let text = #" { "a" : [ 1 , -2.5e1 , "x" , true , false , null , { } , [ ] ] , "b":"" } "#
        let expected = JSONValue.object([
            .init(
                key: "a",
                value: .array([
                    .integer(1), .number(-25), .string("x"), .bool(true), .bool(false), .null, .object([]),
                    .array([]),
                ])), .init(key: "b", value: .string("")),
        ])
        #expect(try parse(text) == expected)
        #expect(try parse("\t\r\n 7 ") == .integer(7))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "[1,]", "[,1]", "[1 2]", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#,
        "{a:1}",
        #"{'a':1}"#, #"{"a" 1}"#, #"{1:2}"#, "[1]]", "1 2", "nul", "nulll", "True", "NaN", "Infinity", "-",
        "+1",
        "01", "-01", "1.", ".5", "1e", "1e+", "1.e1", "0x1", "1_0", "--1", "\"", #""\"#, #""\x""#, #""\u12""#,
        #""\u12g4""#, "\"a\nb\"", "\"\u{0}\"", "\"\t\"", "// 1", "/**/1", "[1]//", "\u{feff}1", "\u{a0}1",
        "'a'",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test func `escapes are read`() throws {
        #expect(
            try parse(#""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\u0000""#) == .string("\"\\/\u{8}\u{c}\n\r\tAé€\0")
        )
        #expect(try parse(#""\ud83d\ude00\uDBFF\uDFFF""#) == .string("😀\u{10ffff}"))
        #expect(try parse("\"é€😀\u{7f}\u{2028}\"") == .string("é€😀\u{7f}\u{2028}"))
    }

    @Test(arguments: [
        #""\ud83d""#, #""\ude00""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ud83d\u0041""#, #""\ud83d\ud83d""#,
        #""\ude00\ud83d""#, #""\ud83d\"#, #""\ud83d\u"#, #""\ud83d\ude0"#,
    ])
    func `half a surrogate pair is refused`(text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test(
        arguments: [
            [0x80], [0xc3], [0xc0, 0x80], [0xc1, 0xbf], [0xe2, 0x82], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80],
            [0xf0, 0x9f, 0x98], [0xf0, 0x80, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80],
            [0xff],
        ] as [[UInt8]])
    func `what is no UTF-8 is refused`(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONValue.parse([0x22] + bytes + [0x22]) }
        #expect(throws: JSONError.self) { try JSONValue.parse(bytes) }
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("9223372036854775807", Int64.max), ("-9223372036854775808", .min),
        ("9223372036854775808", .max), ("-9223372036854775809", .min),
        (String(repeating: "9", count: 4_000), .max),
        ("-" + String(repeating: "9", count: 400), .min), ("2.0", 2), ("2e2", 200), ("-1.5e1", -15),
        ("1e400", .max),
        ("-1e400", .min), ("9223372036854775808.0", .max), ("1e-400", 0), ("100000000000000000000e-20", 1),
    ])
    func `whole numbers of any size and form are whole numbers`(text: String, value: Int64) throws {
        #expect(try parse(text).integer == value)
    }

    @Test(arguments: ["0.5", "-1e-1", "\"1\"", "true", "null", "[1]", "{}", "1.0000001"])
    func `other values are none`(text: String) throws {
        #expect(try parse(text).integer == nil)
    }

    @Test func `no value made by hand does harm either`() {
        #expect(JSONValue.number(.nan).integer == nil)
        #expect(JSONValue.number(.infinity).integer == .max)
        #expect(JSONValue.number(-.infinity).integer == .min)
    }

    @Test func `of equal keys the last counts, and only equal keys are equal`() throws {
        #expect(try parse(#"{"a":1,"b":2,"a":3}"#)["a"] == .integer(3))
        #expect(try parse(#"{"\u0061":4}"#)["a"] == .integer(4))
        // Swift holds these for the same strings: the Kelvin sign, and an accent apart from its letter.
        #expect(try parse("{\"\u{212a}\":1}")["K"] == nil)
        #expect(try parse("{\"e\u{301}\":1}")["\u{e9}"] == nil)
        #expect(try parse("[1]")["a"] == nil)
    }

    @Test func `nesting has a limit`() throws {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            let deep = { (depth: Int) in
                String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            }
            #expect(throws: Never.self) { try parse(deep(16)) }
            #expect(throws: JSONError.self) { try parse(deep(17)) }
            #expect(throws: JSONError.self) { try parse(String(repeating: open, count: 100_000)) }
            #expect(throws: Never.self) { try JSONValue.parse(Array(deep(3).utf8), depthMax: 3) }
            #expect(throws: JSONError.self) { try JSONValue.parse(Array(deep(4).utf8), depthMax: 3) }
        }
    }

    @Test func `a text cut short is refused at every byte`() {
        let text = Array(
            #"{"type":"chat","text":"a\u00e9\ud83d\ude00é😀","n":[-1.5e+3,true,null,{"x":{}}]}"#.utf8)
        #expect(throws: Never.self) { try JSONValue.parse(text) }
        for count in text.indices {
            #expect(throws: JSONError.self) { try JSONValue.parse(text, 0..<count) }
        }
    }

    @Test func `a text may lie within other bytes`() throws {
        #expect(try JSONValue.parse(Array("[[12]]".utf8), 1..<5) == .array([.integer(12)]))
    }

    @Test func `random texts are read as Foundation reads them`() throws {
        var random = SeededRandom(seed: 6)
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u00e9\"", "\"é\"", "1", "-0", "2.5", "true",
            "null",
            " ", "\"", "\\", "0", "9",
        ]
        var readable = 0
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...9, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let ours = try? parse(text)
            if ours != nil { readable += 1 }
            let theirs = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            #expect((ours == nil) == (theirs == nil), "\(text)")
        }
        #expect(readable > 50)
    }

    @Test func `bytes from anywhere never do harm`() {
        var random = SeededRandom(seed: 7)
        let seed = Array(#"{"type":"pixel","x":-12.5e3,"y":[1,{"a":"\u00e9\ud83d\ude00"}],"z":"é"}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = .random(in: 0 ... .max, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(.random(in: 0 ... .max, using: &random), at: place)
                }
            }
            _ = try? JSONValue.parse(bytes)
            _ = try? TextMessage.decode(bytes)
            _ = try? PlaceRequest.decode(bytes)
            _ = try? SessionRequest.decode(bytes)
            _ = try? BadgeRequest.decode(bytes)
        }
    }

    private func parse(_ text: String) throws -> JSONValue {
        try JSONValue.parse(Array(text.utf8))
    }
}
