import Testing

struct FunctionsTests {
    private func found(_ path: String, _ text: String) -> [String] {
        let file = SourceFile(path: path, text: text)
        return Functions.ownLineCounts(in: file).map { "\($0.span.name) \($0.span.lines) \($0.count)" }
    }

    @Test func `Swift functions are measured from their first line to their brace`() {
        let text = """
            func one(
                a: () -> Void = {}
            ) -> [Int] {
                if x { y }
            }
            init() { self.init(a: 1) }
            var two: Int {
                2
            }
            var three = four { 5 }
            """
        #expect(found("Sources/A/B.swift", text) == ["one 1...5 5", "init 6...6 1", "two 7...9 3"])
    }

    @Test func `requirements of a protocol have no body`() {
        let text = """
            protocol P {
                func one() -> Int
                var two: Int { get }
                init()
            }
            struct S {
                func three() {}
            }
            """
        #expect(found("Sources/A/B.swift", text) == ["two 3...3 1", "three 7...7 1"])
    }

    @Test func `a function inside a function counts for itself`() {
        let text = """
            func outer() {
                func inner() {
                    1
                }
            }
            """
        #expect(found("Sources/A/B.swift", text) == ["outer 1...5 3", "inner 2...4 3"])
    }

    @Test func `JavaScript has functions, methods and arrows`() {
        let text = """
            export function one() {
              if (a) { b; }
              two(() => {
                c;
              });
            }
            class D {
              get e() { return 1; }
            }
            """
        #expect(found("Web/js/a.js", text) == ["one 1...6 4", "=> 3...5 3", "e 8...8 1"])
    }

    @Test func `C functions may begin above their brace`() {
        #expect(
            found("Sources/A/a.c", "int one(int a,\n        int b) {\n}\nstruct s { int x; };") == [
                "one 1...3 3"
            ])
    }

    @Test func `Python functions end where the indentation does`() {
        let text = """
            async def one(
                a,
            ):
                if a:
                    b

                c
            def two(): pass
            """
        #expect(found("Tests/A/a.py", text) == ["one 1...7 7", "two 8...8 1"])
    }
}
