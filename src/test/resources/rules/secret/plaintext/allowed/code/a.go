func login(password string) error {
	token := os.Getenv("TOKEN")
	secret := cfg.Secret
	if token == "" { return errors.New("token: missing value") }
	const passwordField = "password"
	return do(token, secret)
}
