#include <cctype>

#include "house/checks.h"
#include "house/code.h"

namespace ringfence::house {
namespace {

/// What own code does not do, and what it does instead.
struct Ban {
  std::string_view word;
  std::string_view instead;
};

constexpr Ban kCodeBans[] = {
    {"throw", "bad input is a diagnostic, a broken environment a Result, our bug an RF_CHECK"},
    {"std::regex", "slow and without limits: read bytes"},
    {"using namespace", "names say where they come from"},
    {"goto", "a loop or a function says it better"},
    {"std::rand", "the same input must give the same bytes"},
    {"random_device", "the same input must give the same bytes"},
    {"reinterpret_cast", "bytes are read through std::byte, memcpy or bit_cast"},
};

constexpr std::string_view kHeavyHeaders[] = {"<iostream>", "<regex>", "<fmt/", "<tbb/", "<yaml.h", "<CLI/"};

/// The only file that may read bytes as another type, and why is said there.
bool MayCast(std::string_view path) {
  return path == "src/base/files.cc" || IsTest(path) || path.ends_with("_fuzz.cc");
}

void CheckLine(const std::string& path, std::size_t number, std::string_view line, Findings& findings) {
  for (const Ban& ban : kCodeBans) {
    if (!HasWord(line, ban.word) || (ban.word == "reinterpret_cast" && MayCast(path))) continue;
    findings.push_back(Finding(path, number, "'" + std::string(ban.word) + "': " + std::string(ban.instead)));
  }
}

void CheckInclude(const std::string& path, std::size_t number, std::string_view line, Findings& findings) {
  if (!line.starts_with("#include")) return;
  for (const std::string_view header : kHeavyHeaders) {
    if (line.find(header) == std::string_view::npos) continue;
    if (header != "<regex>" && (path.ends_with(".cc") || IsTest(path))) continue;
    findings.push_back(Finding(path, number, std::string(header) + " does not belong here"));
  }
}

/// True when the text has an identifier that begins a registration: RegisterX(, XRegistrar, XRegistration.
bool NamesRegistration(std::string_view head) {
  for (const std::string_view word : {"Register", "Registrar", "Registration", "Registerer"}) {
    if (head.find(word) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

Findings CheckBans(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!IsCode(path) || !(IsBelow(path, "src") || IsBelow(path, "apps"))) continue;
    const std::string code = CodeOnly(text);
    std::size_t number = 0;
    for (const std::string_view line : LinesOf(code)) CheckLine(path, ++number, line, findings);
    number = 0;
    for (const std::string_view line : LinesOf(text)) CheckInclude(path, ++number, line, findings);
  }
  return findings;
}

Findings CheckSelfRegistration(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!IsCode(path) || !(IsBelow(path, "src") || IsBelow(path, "apps"))) continue;
    for (const Entry& entry : EntriesOf(text)) {
      if (entry.in_type || entry.head.find("constructor)") != std::string::npos) {
        if (!entry.in_type) findings.push_back(Finding(path, entry.first_line, "runs before main"));
        continue;
      }
      const bool is_object = entry.kind == EntryKind::kOther && !entry.head.starts_with("using ") &&
                             entry.head.find_first_of("={") != std::string::npos;
      const bool may_be_object =
          entry.kind == EntryKind::kFunction && !entry.has_body && entry.head.starts_with("static ");
      if ((is_object || may_be_object) && NamesRegistration(entry.head)) {
        findings.push_back(
            Finding(path, entry.first_line, "an object that registers itself: " + entry.head.substr(0, 80)));
      }
    }
  }
  return findings;
}

}  // namespace ringfence::house
