// MACsec where policies of the device say what becomes of clear frames (`security-policy must-secure`) and
// ports name a key chain and a policy.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/source.h"
#include "formats/setting.h"
#include "formats/statement.h"
#include "formats/statement_report.h"

namespace ringfence::formats {

/// A policy of MACsec.
struct MacsecPolicyText {
  bool must_secure = false;  ///< said so; what systems do without the line differs
  bool shows_bytes = false;  ///< the first bytes of each frame stay in clear
};

/// What a port says.
struct MacsecUseText {
  Setting<std::string> key_chain, policy;
};

/// Reads a line of a policy.
Verdict ReadMacsecPolicyLine(Statement& statement, MacsecPolicyText& policy);

/// Reads what follows `macsec` at a port: "KEYWORD CHAIN [policy P] [fallback ... CHAIN]".
Verdict ReadMacsecUse(Statement& statement, std::string_view keyword, MacsecUseText& use);

/// True when the port surely takes no clear frames and shows no byte of a frame: it names a key chain, which
/// there is, and a policy that says so. Undefined names are reported.
bool RequiresMacsec(const MacsecUseText& use, const std::map<std::string, MacsecPolicyText>& policies,
                    bool has_key_chain, StatementReport& report);

}  // namespace ringfence::formats
