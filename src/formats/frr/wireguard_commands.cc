// Commands of wg-quick files (`PostUp` and the like). They may do anything; a few that nearly every file has
// are known to change nothing here: forwarding that is on anyway, packets accepted that no filter would drop,
// names resolved, somebody pinged. A command of several is harmless when each of them is.

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "formats/frr/wireguard_text.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::frr {
namespace {

using Words = std::vector<std::string_view>;

Words WordsOf(std::string_view text) {
  Words words;
  for (WordCursor cursor(text, {}, 1); !cursor.done();) words.push_back(cursor.Next().text);
  return words;
}

bool TurnsForwardingOn(const Words& words) {
  constexpr std::string_view kSettings[] = {"net.ipv4.ip_forward=1", "net.ipv4.conf.all.forwarding=1",
                                            "net.ipv6.conf.all.forwarding=1"};
  if (words.size() < 2 || words.front() != "sysctl") return false;
  const bool options = std::ranges::all_of(
      words.begin() + 1, words.end() - 1, [](std::string_view word) { return word == "-w" || word == "-q"; });
  return options && std::ranges::find(kSettings, words.back()) != std::end(kSettings);
}

/// `iptables -A FORWARD -i %i -j ACCEPT`.
bool AcceptsForwarded(Words words, std::string_view name) {
  if (words.size() > 1 && words[1] == "-w") words.erase(words.begin() + 1);
  if (words.size() != 7) return false;
  const auto any = [](std::string_view word, std::array<std::string_view, 2> known) {
    return std::ranges::find(known, word) != known.end();
  };
  return any(words[0], {"iptables", "ip6tables"}) && any(words[1], {"-A", "-I"}) && words[2] == "FORWARD" &&
         any(words[3], {"-i", "-o"}) && any(words[4], {"%i", name}) && words[5] == "-j" &&
         words[6] == "ACCEPT";
}

bool IsHarmless(const Words& words, std::string_view name) {
  constexpr std::string_view kPrograms[] = {"echo", "logger", "ping", "resolvconf", "resolvectl", "true"};
  if (words.empty()) return true;
  return std::ranges::find(kPrograms, words.front()) != std::end(kPrograms) || TurnsForwardingOn(words) ||
         AcceptsForwarded(words, name);
}

}  // namespace

bool IsHarmlessCommand(std::string_view command, std::string_view name) {
  // The shell could do more than run the words.
  std::string separated(command);
  for (std::size_t at = separated.find("&&"); at != std::string::npos; at = separated.find("&&"))
    separated.replace(at, 2, ";");
  if (separated.find_first_of("`$|<>&(){}\\") != std::string::npos) return false;
  std::string_view rest = separated;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    if (!IsHarmless(WordsOf(rest.substr(0, end)), name)) return false;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return true;
}

}  // namespace ringfence::formats::frr
