// Address translation as line texts with an inside and an outside say it: `ip nat inside source ...`. A text
// form that several readers share; translation_conversion.h makes the neutral model of it,
// print_translation_text.h writes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "formats/statement_report.h"
#include "formats/tunnel_text.h"
#include "model/translation.h"

namespace ringfence::formats {

/// Verdict about a line that translates in a form that is not modelled.
inline constexpr Verdict kTranslationNotModelled =
    NotModelled(model::Impact::kForwarding, "address translation");

/// What differs between systems in translation.
struct TranslationDialect {
  bool networks = true;      ///< knows `static network`
  bool destinations = true;  ///< knows `inside destination list`
  bool route_maps = true;    ///< a route map may stand where a list does
  bool options = true;       ///< static translations know `extendable`, `no-alias` and the like
  /// It answers for the addresses it puts in on its own subnets; else nobody knows.
  bool answers = true;
  std::string_view map_word = "route map";  ///< what the system calls one, for people
  /// Takes an interface name in the notation of the system and gives its full form.
  TakeInterface take_interface = nullptr;
};

/// `ip nat inside`, `ip nat outside` of an interface; invalid: not said.
struct TranslationRoleText {
  base::Span inside, outside;
  bool selects = false;  ///< packets with some headers go into tunnels there, as IPsec policies say
};

/// Kinds of translations, in the order in which packets meet them.
enum class TranslationForm : std::uint8_t { kStaticPort, kStaticHost, kStaticNetwork, kDynamic };

/// `ip nat inside source ...` and its kin.
struct TranslationRuleText {
  TranslationForm form = TranslationForm::kDynamic;
  bool inside = true;        ///< else `outside`
  bool destination = false;  ///< `destination` in place of `source`
  // Static: the source and what it becomes.
  net::Prefix from, to;
  std::uint8_t protocol = 0;
  std::uint16_t from_port = 0, to_port = 0;
  bool no_alias = false;
  // Dynamic: a list or a route map, and what sources become.
  std::string list;
  bool route_map = false;
  std::string pool;
  std::string interface;  ///< of a static port as well: its address is what the source becomes
  bool overload = false;
  bool removed = false;  ///< by a later `no`
  base::Span span;
};

/// `ip nat pool P ...`, in a line or as a block.
struct TranslationPoolText {
  std::vector<model::AddressRange> ranges;
  std::vector<base::Span> spans;
  std::uint8_t length = 0;  ///< of the subnets that hold its ranges
  bool rotary = false;
  bool block = false;    ///< ranges stand on lines of their own
  bool complete = true;  ///< false: it has words this form cannot say
};

/// All of a text.
struct TranslationTexts {
  std::vector<TranslationRuleText> rules;
  std::map<std::string, TranslationPoolText> pools;
  std::map<std::string, std::size_t> rule_indices;  ///< by all that tells rules apart
  std::string open_pool;  ///< whose block the last statement opens; empty: it opens none
};

/// Reads what follows `ip nat`. When it opens the block of a pool, `texts.open_pool` tells so.
Verdict ReadTranslation(TranslationTexts& texts, Statement& statement, StatementReport& report,
                        const TranslationDialect& dialect);

/// Reads a line in the block of the open pool.
Verdict ReadTranslationPoolLine(TranslationTexts& texts, Statement& statement, StatementReport& report);

/// Reads what follows `ip nat` at an interface.
Verdict ReadTranslationRole(Statement& statement, TranslationRoleText& role);

}  // namespace ringfence::formats
