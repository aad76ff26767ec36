password = getpass.getpass("Password: ")
token = os.environ["TOKEN"]
headers = {"Authorization": f"Bearer {token}"}
