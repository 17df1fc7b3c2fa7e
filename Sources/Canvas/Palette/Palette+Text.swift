extension Palette {
    /// The palette of a GIMP palette file (`.gpl`), or of a plain list with one colour a line: `#rrggbb` and,
    /// if wanted, a name. `name` is what it is called where the text does not say.
    ///
    /// Colours without a name are called by their hex. Blank lines are passed over; so are comments, which
    /// begin with `#` in a GIMP palette, and with `;` or with a `#` that no colour follows in a plain list.
    public init(text: String, name: String) throws(PaletteError) {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(Self.trimmed)
        let isGIMP = lines.first.map { $0 == "GIMP Palette" || $0 == "\u{feff}GIMP Palette" } ?? false
        var title = name
        var colours: [Colour] = []
        var names: [String] = []
        for (number, line) in lines.enumerated() where !(isGIMP && number == 0) {
            let entry: (colour: Colour, name: Substring)?
            if isGIMP {
                if let value = Self.value(of: "Name:", in: line) {
                    title = value.isEmpty ? name : String(value)
                    continue
                }
                if line.isEmpty || line.hasPrefix("#") || line.hasPrefix("Columns:") { continue }
                entry = Self.decimalEntry(line)
            } else {
                entry = Self.hexEntry(line)
                if entry == nil && Self.isPlainComment(line) { continue }
            }
            guard let entry else { throw .line(number + 1) }
            colours.append(entry.colour)
            names.append(entry.name.isEmpty ? entry.colour.hex : String(entry.name))
        }
        try self.init(name: title, colours: colours, colourNames: names)
    }

    /// `255 128   0  Orange`, as GIMP writes it.
    private static func decimalEntry(_ line: Substring) -> (colour: Colour, name: Substring)? {
        var rest = line
        var parts: [UInt8] = []
        while parts.count < 3 {
            let digits = rest.prefix { !isBlank($0) }
            guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
                return nil
            }
            guard let part = UInt8(digits) else { return nil }
            parts.append(part)
            rest = rest.dropFirst(digits.count).drop(while: isBlank)
        }
        return (Colour(red: parts[0], green: parts[1], blue: parts[2]), rest)
    }

    /// `#ff8000 Orange`.
    private static func hexEntry(_ line: Substring) -> (colour: Colour, name: Substring)? {
        let word = line.prefix { !isBlank($0) }
        guard let colour = Colour(hex: String(word)) else { return nil }
        return (colour, line.dropFirst(word.count).drop(while: isBlank))
    }

    private static func isPlainComment(_ line: Substring) -> Bool {
        line.isEmpty || line.hasPrefix(";") || line == "#" || line.hasPrefix("# ")
    }

    private static func value(of key: String, in line: Substring) -> Substring? {
        line.hasPrefix(key) ? trimmed(line.dropFirst(key.count)) : nil
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line.drop(while: isBlank)
        while let last = line.last, isBlank(last) { line.removeLast() }
        return line
    }

    private static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }
}
