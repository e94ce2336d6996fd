// Passkeys need a browser that knows them: what offers them is shown only then, and a failure is said in words.
// The ceremony itself is allauth's webauthn.js.
(function () {
  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential) return;
    document.querySelectorAll("[data-passkey]").forEach(function (one) { one.hidden = false; });
    document.querySelectorAll("[data-no-passkey]").forEach(function (one) { one.hidden = true; });
  });
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    const words = document.getElementById("passkey-failed");
    if (words) { words.hidden = false; words.focus(); }
  });
})();
