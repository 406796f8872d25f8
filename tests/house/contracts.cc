// Problem: tell whether a declaration in a header has a comment. Idea: a comment counts when it stands on the
// line above, on a line of the declaration itself, or when the declaration continues a group (no blank line
// in between) whose first member has one. Fields of a commented struct explain themselves by name and unit;
// so do constructors, destructors, operators with their usual meaning, overrides (the contract is the base's)
// and forward declarations.

#include <algorithm>
#include <cctype>

#include "house/checks.h"
#include "house/code.h"

namespace ringfence::house {
namespace {

std::string_view Trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

std::string LowerCase(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return text;
}

bool IsForwardDeclaration(const Entry& entry) {
  return !entry.has_body && entry.head.find('(') == std::string::npos &&
         (entry.head.starts_with("class ") || entry.head.starts_with("struct ") ||
          entry.head.starts_with("enum "));
}

bool SpeaksForItself(const Entry& entry) {
  const std::string& head = entry.head;
  if (entry.kind == EntryKind::kNamespace || head.starts_with("friend ") || head.starts_with("using ")) {
    return entry.in_type || entry.kind == EntryKind::kNamespace || head.find('=') == std::string::npos;
  }
  if (head.starts_with("static_assert") || head.starts_with("template class") || head.starts_with("RF_"))
    return true;
  if (IsForwardDeclaration(entry)) return true;
  if (HasWord(head, "override") || HasWord(head, "operator") || head.find('~') != std::string::npos)
    return true;
  if (head.find("operator") != std::string::npos || head.ends_with("= delete") || head.ends_with("= default"))
    return true;
  return entry.in_type && entry.kind == EntryKind::kOther;
}

/// A function whose whole body stands on its line, or a member that only hands something out.
bool IsPlain(const Entry& entry) {
  if (entry.in_type && (entry.kind == EntryKind::kEnum || entry.kind == EntryKind::kType)) return true;
  if (entry.kind != EntryKind::kFunction) return false;
  if (entry.has_body && entry.first_line == entry.last_line) return true;
  if (!entry.in_type) return false;
  const std::string name = NameOf(entry);
  return name == LowerCase(name) && entry.head.find(name + "()") != std::string::npos;
}

/// `using LinkId = base::Id<LinkTag>` and `struct std::hash<LinkId>`.
bool IsMachinery(const Entry& entry) {
  return entry.head.find("= base::Id<") != std::string::npos ||
         entry.head.find("struct std::hash<") != std::string::npos;
}

/// A constructor has a name and nothing before it.
bool IsConstructor(const Entry& entry) {
  if (!entry.in_type || entry.kind != EntryKind::kFunction) return false;
  std::string_view head = entry.head;
  for (const std::string_view word : {"explicit ", "constexpr ", "inline "}) {
    if (head.starts_with(word)) head.remove_prefix(word.size());
  }
  return head.starts_with(NameOf(entry));
}

bool HasComment(const Entry& entry, const std::vector<std::string_view>& lines) {
  if (entry.first_line >= 2 && Trimmed(lines[entry.first_line - 2]).starts_with("//")) return true;
  for (std::size_t line = entry.first_line; line <= entry.head_line && line <= lines.size(); ++line) {
    if (lines[line - 1].find("//") != std::string_view::npos) return true;
  }
  return false;
}

void CheckHeader(const std::string& path, const std::string& text, Findings& findings) {
  const std::vector<std::string_view> lines = LinesOf(text);
  std::size_t documented_line = 0;  // last line of the last declaration that has a comment
  for (const Entry& entry : EntriesOf(text)) {
    const bool continues_group = documented_line != 0 && entry.first_line <= documented_line + 1;
    const bool documented = HasComment(entry, lines) || continues_group;
    const bool opens_scope =
        entry.kind == EntryKind::kNamespace || (entry.kind == EntryKind::kType && !entry.in_type);
    if (documented && !opens_scope) documented_line = std::max(documented_line, entry.last_line);
    if (documented || !entry.is_public || SpeaksForItself(entry)) continue;
    if (IsConstructor(entry) || IsPlain(entry) || IsMachinery(entry)) continue;
    findings.push_back(Finding(path, entry.first_line, "no comment: " + entry.head.substr(0, 80)));
  }
}

}  // namespace

Findings CheckContracts(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (IsBelow(path, "src") && path.ends_with(".h") && !IsTest(path)) CheckHeader(path, text, findings);
  }
  return findings;
}

}  // namespace ringfence::house
